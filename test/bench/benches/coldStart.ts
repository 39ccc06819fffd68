import type { TestHome } from '../../support/testHome.ts';
import { atMost, type Bench, type Figure, type Setting } from '../bench.ts';
import { filledHome } from '../filledHome.ts';
import { agentName, messageOf } from '../message.ts';
import { endSidecar, workIn } from '../subject.ts';

/** No sidecar runs: from the first thought of a client to its first acknowledged check-in. */
export const coldStart: Bench = { name: 'cold-start', run };

async function run(setting: Setting): Promise<readonly Figure[]> {
  const [repeats, agents] = setting.extent === 'full' ? [20, 1_000] : [3, 200];
  const home = await filledHome(setting, { agents });
  const first = await startOften(setting, home, repeats);
  await workIn(home);
  const later = await startOften(setting, home, repeats);
  const about = { unit: 'ms', targets: atMost(300), panel: 'Time to the first answer' } as const;
  return [
    { name: `first start of a version, ${agents} agents`, values: first, ...about },
    { name: `cold start, ${agents} agents`, values: later, ...about },
  ];
}

async function startOften(
  { say }: Setting,
  home: TestHome,
  repeats: number,
): Promise<readonly number[]> {
  const values: number[] = [];
  for (let repeat = 1; repeat <= repeats; repeat += 1) {
    values.push(await startOnce(home, repeat));
    say(`${repeat} of ${repeats}: ${values.at(-1)?.toFixed(0) ?? ''} ms`);
  }
  return values;
}

async function startOnce(home: TestHome, seed: number): Promise<number> {
  const startMs = performance.now();
  const connection = home.connect('mcp');
  await connection.request('watchstander/checkIn', messageOf(agentName(seed), seed));
  const tookMs = performance.now() - startMs;
  await connection.request('watchstander/stop', { reason: 'bench' });
  connection.dispose();
  await endSidecar(home, 'SIGTERM');
  return tookMs;
}
