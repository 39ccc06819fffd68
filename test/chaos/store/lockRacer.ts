import process from 'node:process';
import { createInterface } from 'node:readline';
import lockfile from 'proper-lockfile';
import { systemClock } from '../../../shared/clock.ts';
import { WatchstanderError } from '../../../shared/errors.ts';
import { ownIdentity, standingOf } from '../../../server/process/identity.ts';
import { acquireLock, type Lock } from '../../../server/store/lock/lock.ts';

/**
 * A process that takes locks on demand. Reads paths and the word `release` from stdin; answers each
 * path with `held` or with why not. Its argument: our lock, or the stock one of proper-lockfile.
 */
const identity = await ownIdentity();
const isStock = process.argv[2] === 'stock';
let lock: Pick<Lock, 'release'> | null = null;

createInterface({ input: process.stdin }).on('line', (line) => {
  void (line === 'release' ? release() : take(line)).then((answer) => {
    process.stdout.write(`${answer}\n`);
  });
});
process.stdout.write('ready\n');

async function take(path: string): Promise<string> {
  try {
    lock = await (isStock ? takeStock(path) : takeOurs(path));
    return 'held';
  } catch (error) {
    if (error instanceof WatchstanderError) return error.code;
    return (error as NodeJS.ErrnoException).code === 'ELOCKED' ? 'LOCKED' : String(error);
  }
}

function takeOurs(path: string): Promise<Lock> {
  return acquireLock({
    ...{ path, clock: systemClock, identity },
    standingOf: (owner) => standingOf(owner, identity),
    onDoubt: () => undefined,
  });
}

async function takeStock(path: string): Promise<Pick<Lock, 'release'>> {
  const onCompromised = (): void => undefined;
  const release = await lockfile.lock(path, { stale: 10_000, realpath: false, onCompromised });
  return { release };
}

async function release(): Promise<string> {
  // Who lost the stock lock to another one cannot give it back.
  await lock?.release().catch(() => undefined);
  lock = null;
  return 'released';
}
