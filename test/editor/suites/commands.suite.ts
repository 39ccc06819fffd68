import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SidecarConnection } from '../../../client/connection/types.ts';
import type { Shown } from '../../../client/editor/lateWindow.ts';
import type { Alert } from '../../../shared/alerts.ts';
import { until } from '../../support/until.ts';
import { accepted, connectAgent, drift, groupOf, shownWindow, sidecarPid } from './onStage.ts';

const id = 'commanded';

function run(command: string, target?: unknown): Thenable<unknown> {
  return vscode.commands.executeCommand(`watchstander.${command}`, target);
}

suite('commands of the window', () => {
  let shown: Shown;
  let agent: SidecarConnection;

  /** The open alert of the agent, as the sidecar has it. */
  async function alertNow(): Promise<Alert> {
    const { alerts } = await agent.request('watchstander/alerts', { agent_id: id });
    const [alert] = alerts;
    assert.ok(alert);
    return alert;
  }

  suiteSetup(async () => {
    shown = await shownWindow();
    agent = connectAgent();
    await until('it is critical', async () => (await drift(agent, id)).status === 'critical');
    await until('the row', async () => (await groupOf(shown, id)) === 'Critical');
  });

  suiteTeardown(() => agent.dispose());

  test('acknowledge, mute and its way back', async () => {
    const { id: alertId } = await alertNow();
    await run('acknowledgeAlert', alertId);
    assert.equal((await alertNow()).acknowledged?.by, 'person');
    await run('muteAlerts', alertId);
    assert.equal((await alertNow()).muted, true);
    await run('unmuteAlerts', alertId);
    assert.notEqual((await alertNow()).muted, true);
  });

  test('snooze asks for how long; its end is the way back', async () => {
    const { id: alertId } = await alertNow();
    const asked = run('snoozeAlert', alertId);
    await accepted(async () => (await alertNow()).snoozed_until !== undefined);
    await asked;
    await run('endSnooze', alertId);
    assert.equal((await alertNow()).snoozed_until, undefined);
  });

  test('not a problem', async () => {
    await run('dismissAlert', (await alertNow()).id);
    assert.equal((await alertNow()).false_alarm, true);
  });

  test('show an agent; without an argument it is asked which', async () => {
    await run('showAgent', id);
    assert.equal(vscode.window.activeTextEditor?.document.uri.path, `/agents/${id}`);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const asked = run('showAgent');
    const isThere = (): boolean =>
      vscode.window.activeTextEditor?.document.uri.path.startsWith('/agents/') === true;
    await accepted(() => Promise.resolve(isThere()));
    await asked;
  });

  test('what opens something opens it, and what refreshes changes nothing', async () => {
    for (const command of ['showAlerts', 'showProcesses', 'showLog', 'openWalkthrough']) {
      await run(command);
    }
    await run('refresh');
    await run('refreshProcesses');
    await run('startSidecar');
    assert.equal(await groupOf(shown, id), 'Critical');
    assert.equal(shown.state().kind, 'ready');
  });

  test('the menu is put away without a trace', async () => {
    const menu = run('showMenu');
    let isDone = false;
    void menu.then(() => (isDone = true));
    await until('it is put away', async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return isDone;
    });
  });

  test('restart: another sidecar, the same agents', async () => {
    const before = sidecarPid(shown);
    await run('restartSidecar');
    await until('another one', () => ![0, before].includes(sidecarPid(shown)));
    await until('the row', async () => (await groupOf(shown, id)) === 'Critical');
  });
});
