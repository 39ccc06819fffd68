import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import type { AgentRow, CheckInResult } from '../../shared/model.ts';
import { checkHistories, type KeptAgent } from '../proof/histories/checkHistories.ts';
import { ClientLog } from '../proof/histories/clientLog.ts';
import { TestHome } from '../support/testHome.ts';
import { TestWindow } from '../support/testWindow.ts';
import { until } from '../support/until.ts';
import { endOne } from '../support/vscode/processes.ts';
import { openShim, type Shim } from '../support/mcpClient.ts';

interface Point {
  readonly version: number;
  readonly request_id: string | null;
}

/** Windows over LSP, shims over MCP, command lines: all of one home, all at once. */
suite('processes of one home work together', function () {
  const agents = ['a', 'b'];
  let home: TestHome;
  let log: ClientLog;

  setup(() => {
    home = new TestHome();
    log = new ClientLog();
  });

  teardown(() => home.dispose());

  async function work(name: string, shim: Shim, turns: number): Promise<void> {
    for (let turn = 0; turn < turns; turn += 1) {
      const agent_id = agents[turn % agents.length] ?? '';
      const update = log.ask(name, agent_id, `${name}-${turn}`);
      const given = { agent_id, parameters: [0.5], request_id: update.mark };
      const { version } = await shim.call<CheckInResult>('process_agent_update', given);
      log.answer(update, version);
    }
  }

  /** By the command line, as scripts read them. */
  async function look(turns: number): Promise<void> {
    for (let turn = 0; turn < turns; turn += 1) {
      const agent = agents[turn % agents.length] ?? '';
      await log.read('command line', agent, async () => {
        const { stdout } = await home.cli('agent', agent, '--json');
        return (JSON.parse(stdout) as { row: AgentRow }).row.version;
      });
    }
  }

  async function kept(): Promise<Map<string, KeptAgent>> {
    const held = new Map<string, KeptAgent>();
    for (const agent of agents) {
      const { stdout } = await home.cli('history', agent, '--json');
      const { total, points } = JSON.parse(stdout) as { total: number; points: Point[] };
      const marked = points.map(({ version, request_id }) => ({ version, mark: request_id ?? '' }));
      held.set(agent, { newest: total, points: marked });
    }
    return held;
  }

  async function rowsOf(window: TestWindow): Promise<Record<string, number>> {
    const { agents: rows } = await window.request('watchstander/fleet', {});
    return versionsOf(rows);
  }

  test('all see one fleet, every version once, no read goes back, over a kill too', async () => {
    const windows = await Promise.all([TestWindow.open(home), TestWindow.open(home)]);
    const shims = await Promise.all([openShim(home), openShim(home), openShim(home)]);
    // So that every look finds both.
    await work('first', shims[0], 2);
    const working = shims.map((shim, at) => work(`shim ${at}`, shim, 12));
    await Promise.all([...working, look(4)]);
    endOne((await windows[0].request('watchstander/status', {})).pid, 'SIGKILL');
    await Promise.all(shims.map((shim, at) => work(`late shim ${at}`, shim, 4)));
    assert.deepEqual(checkHistories(log, await kept(), 'all in one order'), []);

    const { stdout } = await home.cli('agents', '--json');
    const listed = versionsOf((JSON.parse(stdout) as { agents: AgentRow[] }).agents);
    assert.deepEqual(listed, { a: 25, b: 25 });
    for (const window of windows) window.close();
    const again = await Promise.all([TestWindow.open(home), TestWindow.open(home)]);
    for (const window of again) assert.deepEqual(await rowsOf(window), listed);
    // What a person does in one place counts in all others at once.
    await again[0].request('watchstander/lifecycle', { agent_id: 'a', act: 'pause' });
    const refused = await shims[0].refusal('process_agent_update', { agent_id: 'a' });
    assert.equal(refused.code, 'PAUSED');
    assert.equal((await home.cli('resume', 'a')).code, 0);
    const { version } = await shims[1].call<CheckInResult>('process_agent_update', {
      ...{ agent_id: 'a', parameters: [0.5] },
    });
    assert.equal(version, 28);
    for (const shim of shims) await shim.client.close();
    for (const window of again) window.close();
    await until('one process without its clients', () => home.processes().length === 1);
  });
});

function versionsOf(rows: readonly AgentRow[]): Record<string, number> {
  return Object.fromEntries(rows.map(({ agent_id, version }) => [agent_id, version]));
}
