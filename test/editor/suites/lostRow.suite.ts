import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SidecarConnection } from '../../../client/connection/types.ts';
import type { Shown } from '../../../client/editor/lateWindow.ts';
import { until } from '../../support/until.ts';
import { accepted, calm, connectAgent, groupOf, shownWindow } from './onStage.ts';

/** As VS Code calls a command whose row it has given up, to draw it anew. */
function pressLost(command: string): Thenable<unknown> {
  return vscode.commands.executeCommand(`watchstander.${command}`, undefined, undefined);
}

suite('a row that is lost while it is pressed', () => {
  const one = 'pressed';
  const other = 'pressed too';
  let shown: Shown;
  let agent: SidecarConnection;

  async function isPaused(agentId: string): Promise<boolean> {
    const { record } = await agent.request('watchstander/agent', { agent_id: agentId });
    return record.lifecycle === 'paused';
  }

  /** In the tree of the window too. */
  async function pause(agentId: string): Promise<void> {
    await agent.request('watchstander/lifecycle', { agent_id: agentId, act: 'pause' });
    await until('the paused row', async () => (await groupOf(shown, agentId)) === 'Paused');
  }

  suiteSetup(async () => {
    shown = await shownWindow();
    agent = connectAgent();
    for (const id of [one, other]) await calm(agent, id);
  });

  suiteTeardown(() => agent.dispose());

  test('the only one that offered it is meant', async () => {
    await pause(one);
    await pressLost('resumeAgent');
    assert.equal(await isPaused(one), false);
  });

  test('of several, also where the others were drawn anew just now, it is asked which', async () => {
    await pause(other);
    const asked = pressLost('resumeAgent');
    await accepted(async () => !(await isPaused(other)));
    await asked;
    assert.equal(await isPaused(one), false);
  });
});
