import { flushCompileCache } from 'node:module';
import process from 'node:process';
import { delay, systemClock } from '../../../shared/clock.ts';
import { WatchstanderError } from '../../../shared/errors.ts';
import { ownIdentity } from '../../../server/process/identity.ts';
import { openFormat } from '../../../server/store/log/format.ts';
import { allRules } from '../../../server/store/ground.ts';
import { lead } from '../../../server/store/lead.ts';
import { nextTurn } from '../../../server/store/disk/nextTurn.ts';
import { nodeFs } from '../../../server/store/disk/nodeFs.ts';
import { openFileStore } from '../../../server/store/openFileStore.ts';
import type { Store } from '../../../server/store/port.ts';
import { sampleCheckIn } from '../../unit/store/samples.ts';
import { tell } from './tell.ts';

/**
 * A process that wants to lead and to write, again and again, until it is killed. Arguments: folder,
 * a number of its own, and `locked`, `unlocked`, or `unfenced`. Each acknowledged update is a line on stdout: agent,
 * version, the number that only this update has; and each rotation, with its epoch.
 */
const [folder = '', own = '0', mode = 'locked'] = process.argv.slice(2);
const agents = ['a', 'b', 'c'];
const rotationBytes = 20_000;
// Whoever drives it is gone.
process.stdin.resume().once('end', () => process.exit());
let next = Number(own) * 1_000_000;

for (;;) {
  try {
    const store = await open();
    flushCompileCache();
    await Promise.all(agents.map((agent) => write(store, agent)));
  } catch (error) {
    if (!(error instanceof WatchstanderError)) throw error;
    await delay(systemClock, error.code === 'LOCKED' ? 20 : 1);
  }
}

async function open(): Promise<Store> {
  const log = () => undefined;
  const clock = systemClock;
  if (mode === 'locked') {
    const identity = await ownIdentity();
    return openFileStore({ folder, clock, identity, log, rotationBytes });
  }
  const rules = { ...allRules, checkFenceBeforeAnswer: mode !== 'unfenced' };
  const site = { fs: nodeFs, folder, clock, rules, log, turn: nextTurn };
  const storeId = await openFormat(site);
  const lock = { confirm: () => Promise.resolve(true), release: () => Promise.resolve() };
  return lead({ ...site, storeId }, lock, { rotationBytes });
}

/** Until the store is lost. */
async function write(store: Store, agent: string): Promise<never> {
  try {
    for (;;) {
      const before = store.draft(agent);
      next += 1;
      const number = next;
      const n = (before?.version ?? 0) + 1;
      const mutation = sampleCheckIn(agent, n, before?.state.window);
      const point = { ...mutation.point!, time: number };
      const { epoch } = store;
      const { records } = await store.commit([{ ...mutation, point }]);
      if (store.epoch !== epoch) tell(`rotated ${store.epoch}`);
      tell(`${agent} ${records[0]?.version ?? 0} ${number}`);
    }
  } finally {
    await store.close();
  }
}
