import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SidecarConnection } from '../../../client/connection/types.ts';
import { commandIds } from '../../../client/editor/commandIds.ts';
import type { Shown } from '../../../client/editor/lateWindow.ts';
import {
  accepted,
  becomeCritical,
  calm,
  connectAgent,
  extensionId,
  groupOf,
  shownWindow,
  sidecarPid,
  treeOf,
} from './onStage.ts';
import { until } from '../../support/until.ts';

function documentOf(agentId: string): vscode.Uri {
  return vscode.Uri.parse(`watchstander:/agents/${encodeURIComponent(agentId)}`);
}

suite('the fleet in a window', () => {
  let shown: Shown;
  let agent: SidecarConnection;

  suiteSetup(async () => {
    shown = await shownWindow();
    agent = connectAgent();
    await until('the window is connected', () => shown.state().kind === 'ready');
  });

  suiteTeardown(() => agent.dispose());

  test('every contributed command is there', async () => {
    const manifest = vscode.extensions.getExtension(extensionId)?.packageJSON as {
      contributes: { commands: { command: string }[] };
    };
    const contributed = manifest.contributes.commands.map(({ command }) => command);
    assert.deepEqual(contributed.toSorted(), [...commandIds].sort());
    const known = await vscode.commands.getCommands(true);
    assert.deepEqual(
      contributed.filter((id) => !known.includes(id)),
      [],
    );
  });

  test('without agents the tree is empty and the status bar says so', async () => {
    assert.equal((await treeOf(shown)).size, 0);
    await until('the status bar says it', () => shown.statusText() === '$(pulse) No agents');
  });

  test('an agent is there with its first check-in', async () => {
    const { version } = await calm(agent, 'first/agent');
    assert.equal(version, 1);
    await until('the row', async () => (await groupOf(shown, 'first/agent')) === 'Healthy');
    await until('the status bar', () => shown.statusText() === '$(pulse) 1 healthy');
  });

  test('an agent that drifts is critical in the tree, the status bar and Problems', async () => {
    const id = 'drifting $(trash) [x](command:y) 日本';
    const uri = documentOf(id);
    await becomeCritical(shown, agent, id);
    const [row] = (await treeOf(shown)).get('Critical') ?? [];
    assert.equal(row?.label, id);
    assert.match(row.description, /^now · (↗ )?risk /u);
    assert.equal(row.context, 'agent.active');
    await until('the status bar', () => shown.statusText() === '$(pulse) 1 critical');
    await until('the problem', () => vscode.languages.getDiagnostics(uri).length === 1);
  });

  test('an open page follows its agent', async () => {
    const document = await vscode.workspace.openTextDocument(documentOf('first/agent'));
    assert.match(document.getText(), /first\/agent/u);
    const { version } = await calm(agent, 'first/agent');
    await until('the new version', () => document.getText().includes(`version ${version})`));
  });

  test('pause asks for a reason, and the agent is refused with it', async () => {
    const asked = vscode.commands.executeCommand('watchstander.pauseAgent', 'first/agent');
    await accepted(async () => (await groupOf(shown, 'first/agent')) === 'Paused');
    await asked;
    await assert.rejects(calm(agent, 'first/agent'), { code: 'PAUSED' });
  });

  test('resume lets it go on', async () => {
    await vscode.commands.executeCommand('watchstander.resumeAgent', 'first/agent');
    await until('the row', async () => (await groupOf(shown, 'first/agent')) === 'Healthy');
    assert.equal((await calm(agent, 'first/agent')).success, true);
  });

  test('an agent that is deleted leaves the tree', async () => {
    await calm(agent, 'short-lived');
    await until('the row', async () => (await groupOf(shown, 'short-lived')) === 'Healthy');
    await agent.request('watchstander/lifecycle', { agent_id: 'short-lived', act: 'delete' });
    await until('no row', async () => (await groupOf(shown, 'short-lived')) === undefined);
  });

  test('the status page is the sidecar’s own', async () => {
    await vscode.commands.executeCommand('watchstander.showStatus');
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.equal((JSON.parse(text) as { pid: number }).pid, sidecarPid(shown));
  });
});
