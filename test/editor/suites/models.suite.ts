import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Shown } from '../../../client/editor/lateWindow.ts';
import type { Failure } from '../../../shared/errors.ts';
import type { AgentRow, CheckInResult } from '../../../shared/model.ts';
import { groupOf, shownWindow } from './onStage.ts';
import { until } from '../../support/until.ts';

/** The answer of a tool as a model gets it. */
async function invoke<Answer>(name: string, input: object): Promise<Answer> {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  const [part] = content;
  assert.ok(part instanceof vscode.LanguageModelTextPart);
  return JSON.parse(part.value) as Answer;
}

function toolNames(start: string): string[] {
  return vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith(start));
}

suite('what models in the editor are offered', () => {
  let shown: Shown;

  suiteSetup(async () => {
    shown = await shownWindow();
  });

  test('the three everyday tools are there, with what they take', () => {
    const names = toolNames('watchstander_').sort();
    assert.deepEqual(names, [
      'watchstander_get_governance_metrics',
      'watchstander_list_agents',
      'watchstander_process_agent_update',
    ]);
    for (const { name, description, inputSchema } of vscode.lm.tools) {
      if (!names.includes(name)) continue;
      assert.ok(description.length > 40, name);
      assert.equal((inputSchema as { type?: string }).type, 'object');
    }
  });

  test('a model checks in, and its agent is in the tree', async () => {
    const given = { agent_id: 'model', complexity: 0.2, response_text: 'done' };
    const result = await invoke<CheckInResult>('watchstander_process_agent_update', given);
    assert.deepEqual([result.success, result.version, result.status], [true, 1, 'healthy']);
    await until('the row', async () => (await groupOf(shown, 'model')) === 'Healthy');
    const { agents } = await invoke<{ agents: AgentRow[] }>('watchstander_list_agents', {});
    assert.deepEqual(
      agents.map(({ agent_id }) => agent_id),
      ['model'],
    );
  });

  test('a refusal has a code and a next step', async () => {
    const unknown = { agent_id: 'nobody' };
    const failure = await invoke<Failure>('watchstander_get_governance_metrics', unknown);
    assert.deepEqual([failure.success, failure.code], [false, 'NOT_FOUND']);
    const wrong = await invoke<Failure>('watchstander_process_agent_update', { agent_id: '' });
    assert.equal(wrong.code, 'INVALID_INPUT');
    assert.ok(wrong.next_step.length > 0);
  });

  test('the editor starts our MCP server by itself, and its tools work', async () => {
    const server = 'watchstander.watchstander/Watchstander';
    // The editor takes a moment to hear of a server; until then starting it does nothing.
    const transact = await until('the tools of the server', async () => {
      const options = { waitForLiveTools: true };
      await vscode.commands.executeCommand('workbench.mcp.startServer', server, options);
      const ofServers = vscode.lm.tools.filter(({ name }) => name.startsWith('mcp_'));
      return ofServers.find(({ name }) => name.endsWith('_transact'));
    });
    const operations = [{ tool: 'process_agent_update', arguments: { agent_id: 'by server' } }];
    const { results } = await invoke<{ results: CheckInResult[] }>(transact.name, { operations });
    assert.equal(results[0]?.version, 1);
    await until('the row', async () => (await groupOf(shown, 'by server')) === 'Healthy');
    await until('all 18 tools', () => toolNames('mcp_watchstander').length === 18);
  });
});
