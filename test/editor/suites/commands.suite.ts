import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import * as vscode from 'vscode';
import { homeFolder } from '../../../client/connection/home.ts';
import type { SidecarConnection } from '../../../client/connection/types.ts';
import type { Shown } from '../../../client/editor/lateWindow.ts';
import type { Alert } from '../../../shared/alerts.ts';
import { homeLayout } from '../../../shared/home.ts';
import { until } from '../../support/until.ts';
import { accepted, groupOf, meetCritical, sidecarPid } from './onStage.ts';

const id = 'commanded';

function run(command: string, ...given: readonly unknown[]): Thenable<unknown> {
  return vscode.commands.executeCommand(`watchstander.${command}`, ...given);
}

/** Until a command that waits for a person has ended. */
async function putAway(asked: Thenable<unknown>, close: string): Promise<void> {
  let isDone = false;
  void asked.then(() => (isDone = true));
  await until('it is put away', async () => {
    await vscode.commands.executeCommand(close);
    return isDone;
  });
}

const exportFolder = path.join(homeFolder(process.env), homeLayout.exports);

/** The text of the one file that was exported under such a name. */
async function exported(name: RegExp): Promise<string> {
  const file = await until(`a file like ${String(name)}`, async () => {
    const files = existsSync(exportFolder) ? await readdir(exportFolder) : [];
    return files.find((one) => name.test(one));
  });
  return readFile(path.join(exportFolder, file), 'utf8');
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
    ({ shown, agent } = await meetCritical(id));
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

  test('the id of an agent is copied as it is', async () => {
    await run('copyAgentId', id);
    assert.equal(await vscode.env.clipboard.readText(), id);
  });

  test('export: one agent or all, each as a new file of the home', async () => {
    const asked = run('exportAgent', id, 'csv');
    const lines = (await exported(/^agent-commanded-.*\.csv$/u)).trim().split('\n');
    const { total } = await agent.request('watchstander/history', { agent_id: id });
    assert.equal(lines.length, total + 1);
    const all = run('exportAllAgents');
    await accepted(async () =>
      (await readdir(exportFolder)).some((name) => name.startsWith('fleet-')),
    );
    const text = await exported(/^fleet-\d+\.csv$/u);
    assert.ok(text.includes(`\n${id},`), 'the agent is among all');
    for (const said of [asked, all]) await putAway(said, 'notifications.clearAll');
  });

  test('what opens something opens it, and what refreshes changes nothing', async () => {
    for (const command of ['showAlerts', 'showProcesses', 'showLog', 'openWalkthrough']) {
      await run(command);
    }
    await run('openSidecarLog');
    const { document } = vscode.window.activeTextEditor ?? assert.fail('no editor');
    assert.match(document.getText(), /leads epoch \d+ at /);
    await run('refresh');
    await run('refreshProcesses');
    await run('startSidecar');
    assert.equal(await groupOf(shown, id), 'Critical');
    assert.equal(shown.state().kind, 'ready');
  });

  test('the menu is put away without a trace', async () => {
    await putAway(run('showMenu'), 'workbench.action.closeQuickOpen');
  });

  test('restart: another sidecar, the same agents', async () => {
    const before = sidecarPid(shown);
    await run('restartSidecar');
    await until('another one', () => ![0, before].includes(sidecarPid(shown)));
    await until('the row', async () => (await groupOf(shown, id)) === 'Critical');
  });
});
