import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../support/until.ts';
import { sampleCheckIn } from './samples.ts';
import { bytesOf, namesIn, openSimulated, simulatedHome } from './simulatedStore.ts';

/**
 * Writes a small store of the current version into the folder given: run once for each schema
 * version, before it is left for the next (`node test/unit/store/writeStored.ts <folder>`).
 */
const [target = ''] = process.argv.slice(2);
const home = simulatedHome();
for (let epoch = 1; epoch <= 2; epoch += 1) {
  const store = await openSimulated(home);
  for (const agent of ['a', 'ß/🦀']) {
    for (let n = 2 * epoch - 1; n <= 2 * epoch; n += 1) {
      const window = store.read(agent)?.state.window;
      const key = { agent_id: agent, request_id: `r${n}`, digest: `d${n}` };
      await store.commit([sampleCheckIn(agent, n, window)], key);
    }
  }
  await store.commit([{ agent_id: 'a', patch: { notes: `edited in ${epoch}` } }]);
  if (epoch === 2) await until('a history', () => namesIn(home).includes('hist-0000000001'));
  await store.close();
}
mkdirSync(target, { recursive: true });
for (const name of namesIn(home)) writeFileSync(join(target, name), bytesOf(home, name));
