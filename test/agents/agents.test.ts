import assert from 'node:assert/strict';
import process from 'node:process';
import type { SidecarConnection } from '../../client/connection/types.ts';
import type { AgentRow, Health } from '../../shared/model.ts';
import { TestHome } from '../support/testHome.ts';
import { until } from '../support/until.ts';
import { endOne } from '../support/vscode/processes.ts';
import { runAgent, type Ended } from './support/agentRun.ts';
import { install, leftOut, wanted, type Program } from './support/programs.ts';
import { say, type Step } from './support/script.ts';

/** Real programs of agents with a model that follows a script: script in, receipts and transcript out. */

const letters = [...'abcdefghij'];

for (const program of wanted) {
  suite(`agents: ${program.harness} ${program.version}`, function () {
    let home: TestHome;
    let connection: SidecarConnection;

    suiteSetup(() => install(program));

    setup(async () => {
      home = new TestHome();
      connection = home.connect('cli');
      await connection.request('watchstander/status', {});
    });

    teardown(() => home.dispose());

    function command(line: string, after?: () => Promise<void>): Step {
      return { calls: [program.command(line)], ...(after === undefined ? {} : { after }) };
    }

    async function onlyRow(): Promise<AgentRow> {
      const { agents } = await connection.request('watchstander/fleet', {});
      assert.equal(agents.length, 1, JSON.stringify(agents));
      return agents[0]!;
    }

    async function act(what: 'pause' | 'resume'): Promise<void> {
      const { agent_id } = await onlyRow();
      const params = { agent_id, act: what, reason: 'the captain wants a word' };
      await connection.request('watchstander/lifecycle', params);
    }

    test('ten tool calls are ten receipts, and a run of failures is judged as it should be', async () => {
      const script = letters.map((letter) => command(`echo ${letter}; exit 3`));
      const ran = await runAgent(program, home.path, [...script, say('done')]);
      assert.equal(ran.code, 0, ran.output);
      const row = await untilEnded();
      assert.deepEqual([row.harness, row.governed], [program.harness, 'enforced']);
      assert.deepEqual([row.facts?.receipts, row.facts?.calls, row.update_count], [10, 10, 11]);
      const { points } = await connection.request('watchstander/history', {
        agent_id: row.agent_id,
      });
      judgeRun(
        program,
        points.map(({ health }) => health),
      );
    });

    function untilEnded(): Promise<AgentRow> {
      return until('the end of the session', async () => {
        const { agents } = await connection.request('watchstander/fleet', {});
        const [row] = agents;
        return agents.length === 1 && row?.liveness === 'ended' && row;
      });
    }

    async function kill(): Promise<void> {
      const { pid } = await connection.request('watchstander/status', {});
      connection.dispose();
      endOne(pid, 'SIGKILL');
      await until('the end of the sidecar', () => !home.processes().includes(pid));
    }

    test('a pause stops the next tool, a kill of the sidecar does not lift it, a resume does', async () => {
      const ran = await runAgent(program, home.path, [
        command('touch before'),
        command('touch paused', () => act('pause')),
        command('touch killed', kill),
        command('touch resumed', async () => {
          connection = home.connect('cli');
          await act('resume');
        }),
        say('done'),
      ]);
      assert.equal(ran.code, 0, ran.output);
      const made = ran.made.filter((name) => !name.startsWith('.'));
      assert.deepEqual(made.sort(), ['before', 'resumed']);
      assert.equal(timesTold(ran), 2);
    });

    test('under the id of its own reports it is one row', async () => {
      const { tool, namespace } = program.mcpTool('process_agent_update');
      const input = { agent_id: 'me', parameters: [0.5], complexity: 0.5 };
      const report = { tool, input, ...(namespace === undefined ? {} : { namespace }) };
      const ran = await runAgent(program, home.path, [
        command('echo one'),
        { calls: [report] },
        command('echo two'),
        say('done'),
      ]);
      assert.equal(ran.code, 0, ran.output);
      const row = await untilEnded();
      assert.deepEqual([row.agent_id, row.harness, row.facts?.calls], ['me', program.harness, 3]);
    });
  });
}

if (leftOut.length > 0) {
  const names = leftOut.map(({ harness }) => harness).join(', ');
  process.stderr.write(`  [agents] left out, run with WATCHSTANDER_AGENTS=all: ${names}\n`);
}

/** In the last request everything that the model was ever told is repeated. */
function timesTold({ told }: Ended): number {
  return (told.at(-1) ?? '').split('is paused by a person: the captain wants a word').length - 1;
}

function judgeRun({ harness }: Program, healths: readonly Health[]): void {
  if (harness === 'codex') {
    // Its events carry no exit code: to a hook these are ten results, each of them new.
    assert.deepEqual(new Set(healths), new Set(['healthy']));
    return;
  }
  assert.deepEqual(healths.slice(0, 2), ['healthy', 'healthy']);
  assert.notEqual(healths[4], 'healthy');
  assert.equal(healths[6], 'critical');
}
