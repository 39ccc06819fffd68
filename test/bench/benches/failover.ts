import assert from 'node:assert/strict';
import { endOne } from '../../support/vscode/processes.ts';
import { atMost, type Bench, type Figure, type Setting } from '../bench.ts';
import { filledHome } from '../filledHome.ts';
import { agentName, messageOf } from '../message.ts';
import { Subject, workIn } from '../subject.ts';

/** kill -9 of the sidecar under an open client, to the next acknowledgement by its successor. */
export const failover: Bench = { name: 'failover', run };

async function run(setting: Setting): Promise<readonly Figure[]> {
  const { extent, say } = setting;
  const [kills, agents] = extent === 'full' ? [100, 1_000] : [5, 200];
  const home = await filledHome(setting, { agents });
  await workIn(home);
  const subject = await Subject.open(home);
  const message = messageOf(agentName(0), 1);
  const values: number[] = [];
  let { version } = await subject.ask(message);
  for (let kill = 1; kill <= kills; kill += 1) {
    const { pid } = subject;
    const startMs = performance.now();
    endOne(pid, 'SIGKILL');
    const answer = await subject.ask(message);
    values.push(performance.now() - startMs);
    version += 1;
    assert.equal(answer.version, version, 'a check-in was lost or applied twice');
    assert.notEqual(subject.pid, pid);
    if (kill % 5 === 0) say(`${kill} of ${kills} kills: ${values.at(-1)?.toFixed(0) ?? ''} ms`);
  }
  subject.close();
  const targets = [...atMost(150, 'median'), ...atMost(500, 'p99')];
  const panel = 'Time to the first answer';
  return [{ name: `failover, ${agents} agents`, unit: 'ms', values, targets, panel }];
}
