import { atMost, type Bench, type Figure, type Setting } from './bench.ts';
import { filledHome } from './filledHome.ts';
import { agentName, messageOf } from './message.ts';
import { endSidecar } from './subject.ts';

/** No sidecar runs: from the first thought of a client to its first acknowledged check-in. */
export const coldStart: Bench = { name: 'cold-start', run };

async function run(setting: Setting): Promise<readonly Figure[]> {
  const { extent, say } = setting;
  const [repeats, agents] = extent === 'full' ? [20, 1_000] : [3, 200];
  const home = await filledHome(setting, { agents });
  const values: number[] = [];
  for (let repeat = 1; repeat <= repeats; repeat += 1) {
    const startMs = performance.now();
    const connection = home.connect('mcp');
    const message = messageOf(agentName(repeat), repeat);
    await connection.request('watchstander/checkIn', message);
    values.push(performance.now() - startMs);
    say(`${repeat} of ${repeats}: ${values.at(-1)?.toFixed(0) ?? ''} ms`);
    await connection.request('watchstander/stop', { reason: 'bench' });
    connection.dispose();
    await endSidecar(home, 'SIGTERM');
  }
  return [
    {
      name: `cold start, ${agents} agents`,
      unit: 'ms',
      values,
      targets: atMost(300),
      panel: 'Time to the first answer',
    },
  ];
}
