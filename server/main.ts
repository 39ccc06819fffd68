import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { systemClock } from '../shared/clock.ts';
import { WatchstanderError } from '../shared/errors.ts';
import { homeLayout } from '../shared/home.ts';
import { ownIdentity } from './process/identity.ts';
import { openLog } from './process/log.ts';
import { exitCodes, prepareHome, Sidecar } from './sidecar.ts';
import { openFileStore } from './store/openFileStore.ts';

const clock = systemClock;

/** Claims the home and serves it; leaves with 0 where another process leads it already. */
async function run(home: string): Promise<number> {
  process.umask(0o077);
  prepareHome(home);
  const log = openLog(join(home, homeLayout.sidecarLog), clock);
  process.on('uncaughtException', (error) => {
    log(`fault: ${error.stack ?? error.message}`);
    process.exit(exitCodes.failed);
  });
  try {
    const identity = await ownIdentity();
    const store = await openFileStore({
      folder: join(home, homeLayout.store),
      clock,
      identity,
      log,
    });
    const sidecar = new Sidecar({ home, identity, store, clock, log });
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => sidecar.retire({ reason: 'stop', message: signal }));
    }
    await sidecar.start();
    return await sidecar.ended;
  } catch (error) {
    if (error instanceof WatchstanderError && error.code === 'LOCKED') return exitCodes.done;
    log(`cannot start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return exitCodes.failed;
  }
}

const { values } = parseArgs({ options: { home: { type: 'string' } } });
if (values.home === undefined) {
  process.stderr.write('usage: sidecar.js --home <folder>\n');
  process.exit(exitCodes.usage);
}
void run(values.home).then((code) => process.exit(code));
