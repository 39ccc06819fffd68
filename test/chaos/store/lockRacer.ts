import { createInterface } from 'node:readline';
import { systemClock } from '../../../shared/clock.ts';
import { WatchstanderError } from '../../../shared/errors.ts';
import { ownIdentity, standingOf } from '../../../server/process/identity.ts';
import { acquireLock, type Lock } from '../../../server/store/lock/lock.ts';

/**
 * A process that takes locks on demand. Reads paths and the word `release` from stdin; answers each
 * path with `held` or with why not.
 */
const identity = await ownIdentity();
let lock: Lock | null = null;

createInterface({ input: process.stdin }).on('line', (line) => {
  void (line === 'release' ? release() : take(line)).then((answer) => {
    process.stdout.write(`${answer}\n`);
  });
});
process.stdout.write('ready\n');

async function take(path: string): Promise<string> {
  try {
    const clock = systemClock;
    const onDoubt = () => undefined;
    const judge = standingOf;
    const options = {
      path,
      clock,
      identity,
      onDoubt,
      standingOf: (o: typeof identity) => judge(o, identity),
    };
    lock = await acquireLock(options);
    return 'held';
  } catch (error) {
    return error instanceof WatchstanderError ? error.code : String(error);
  }
}

async function release(): Promise<string> {
  await lock?.release();
  lock = null;
  return 'released';
}
