import { writeSync } from 'node:fs';
import { systemClock } from '../../../shared/clock.ts';
import { ownIdentity } from '../../../server/process/identity.ts';
import { openFileStore } from '../../../server/store/openFileStore.ts';
import type { Store } from '../../../server/store/port.ts';
import { sampleCheckIn } from '../../unit/store/samples.ts';
import { tell } from './tell.ts';

/**
 * A process that writes through the store until it is killed. Arguments: folder, rotation bytes.
 * Each acknowledged version is one line on stdout, written before anything else happens.
 */
const [folder = '', rotationBytes = '0'] = process.argv.slice(2);
const agents = ['a', 'b', 'c', 'd'];
const inFlight = 4;

const store = await openFileStore({
  folder,
  clock: systemClock,
  identity: await ownIdentity(),
  log: (line) => writeSync(2, `${line}\n`),
  rotationBytes: Number(rotationBytes),
});
tell(`open ${store.epoch}`);
for (const agent of agents) for (let n = 0; n < inFlight; n += 1) void write(store, agent);

async function write(to: Store, agent: string): Promise<never> {
  for (;;) {
    const before = to.draft(agent);
    const n = (before?.version ?? 0) + 1;
    const key = { agent_id: agent, request_id: `${agent}-${n}`, digest: String(n) };
    const { records } = await to.commit([sampleCheckIn(agent, n, before?.state.window)], key);
    tell(`${agent} ${records[0]?.version ?? 0}`);
  }
}
