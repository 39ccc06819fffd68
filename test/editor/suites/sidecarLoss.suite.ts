import assert from 'node:assert/strict';
import process from 'node:process';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { SidecarConnection } from '../../../client/connection/types.ts';
import type { Shown } from '../../../client/editor/lateWindow.ts';
import {
  becomeCritical,
  calm,
  connectAgent,
  groupOf,
  problems,
  shownWindow,
  sidecarPid,
  treeOf,
} from './onStage.ts';
import { until } from '../../support/until.ts';

suite('a window and the sidecar behind it', () => {
  let shown: Shown;
  let agent: SidecarConnection;
  /** What the status bar says while all is well with the connection. */
  const usual = '$(pulse) 1 critical';

  suiteSetup(async () => {
    shown = await shownWindow();
    agent = connectAgent();
    await calm(agent, 'first/agent');
    await becomeCritical(shown, agent, 'bad');
    await until('it is said', () => shown.statusText() === usual);
  });

  suiteTeardown(() => agent.dispose());

  test('a restart keeps the agents and their problems', async () => {
    const before = sidecarPid(shown);
    const listed = problems();
    await vscode.commands.executeCommand('watchstander.restartSidecar');
    await until('a successor', () => sidecarPid(shown) !== 0 && sidecarPid(shown) !== before);
    await until('its listing', () => shown.statusText() === usual);
    assert.deepEqual([...(await treeOf(shown)).keys()], ['Critical', 'Healthy']);
    await until('its problems', () => isDeepStrictEqual(problems(), listed));
  });

  test('kill -9, ten times: the window finds each successor, and the tree is the same', async () => {
    const before = await treeOf(shown);
    for (let round = 0; round < 10; round += 1) {
      const killed = sidecarPid(shown);
      process.kill(killed, 'SIGKILL');
      await until(
        `successor ${round}`,
        () => sidecarPid(shown) !== 0 && sidecarPid(shown) !== killed,
      );
    }
    await until('the listing', async () => (await groupOf(shown, 'first/agent')) === 'Healthy');
    assert.deepEqual([...(await treeOf(shown)).keys()], [...before.keys()]);
    assert.equal((await calm(agent, 'first/agent')).success, true);
  });

  test('a sidecar that hangs is replaced at the next request', async () => {
    const hung = sidecarPid(shown);
    process.kill(hung, 'SIGSTOP');
    const page = vscode.Uri.parse('watchstander:/agents/first%2Fagent');
    const document = await vscode.workspace.openTextDocument(page);
    assert.match(document.getText(), /^Agent +first\/agent$/mu);
    assert.notEqual(sidecarPid(shown), hung);
  });

  test('a stop on purpose is respected until somebody starts it again', async () => {
    await agent.request('watchstander/stop', { reason: 'test' });
    agent.dispose();
    await until(
      'it is said',
      () => shown.statusText() === '$(debug-disconnect) Watchstander stopped',
    );
    const rows = [...(await treeOf(shown)).values()].flat();
    assert.ok(rows.length > 0);
    for (const { description } of rows) assert.match(description, /^last known · /u);
    await vscode.commands.executeCommand('watchstander.startSidecar');
    await until('it is back', () => shown.statusText() === usual);
  });

  test('another home is another fleet, and the problems of the first are gone', async () => {
    const usualHome = process.env['WATCHSTANDER_HOME'] ?? '';
    const settings = vscode.workspace.getConfiguration('watchstander');
    delete process.env['WATCHSTANDER_HOME'];
    await settings.update('home', `${usualHome}-other`, vscode.ConfigurationTarget.Global);
    await until('the empty fleet', () => shown.statusText() === '$(pulse) No agents');
    await until('no problems', () => problems().length === 0);
    process.env['WATCHSTANDER_HOME'] = usualHome;
    await settings.update('home', undefined, vscode.ConfigurationTarget.Global);
    await until('the first fleet', () => shown.statusText() === usual);
    await until('its problems', () => problems().length > 0);
  });
});
