import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { TestHome } from '../../support/testHome.ts';
import { until } from '../../support/until.ts';
import { endOne, processesNaming } from '../../support/vscode/processes.ts';
import { startServer, type VscodeServer } from '../../support/vscode/server.ts';
import { watchstanderVsix } from '../../support/vscode/suite.ts';
import type { VscodeWindow } from '../../support/vscode/window.ts';
import { openView, quiet, report, start, statusSays } from './screen.ts';

suite('what a person sees, in every theme and after a reload', function () {
  let home: TestHome;
  let server: VscodeServer;
  let window: VscodeWindow;

  suiteSetup(async () => {
    home = new TestHome(quiet);
    server = await start(home);
    const agent = home.connect();
    await report(agent, 'builder', 0.9);
    await report(agent, 'codex/9f00aa12', 0.35);
    await report(agent, 'planner', 0);
    agent.dispose();
    window = await openView(server);
    await window.treeItem(/^builder, /).waitFor();
  });

  suiteTeardown(async () => {
    await server.stop();
    await home.dispose();
  });

  for (const [theme, name, drawn] of [
    ['Dark High Contrast', 'high-contrast', 'hc-black'],
    ['Light High Contrast', 'high-contrast-light', 'hc-light'],
    ['Light 2026', 'light', 'vs'],
  ] as const) {
    test(`in ${theme}`, async () => {
      await window.chooseTheme(theme, drawn);
      await window.treeItem(/^builder, /).waitFor();
      await window.screenshot(`editor-mixed-${name}`);
    });
  }

  test('after a reload the same again', async () => {
    await window.treeItem(/^planner, /).waitFor();
    const before = await window.treeItems();
    await window.reload();
    await window.treeItem(/^planner, /).waitFor();
    await until('as many rows', async () => (await window.treeItems()).length === before.length);
    assert.deepEqual(await window.toasts(), []);
  });

  test('all agents at once: paused and resumed once it is confirmed', async () => {
    await window.treeItem(/^planner, Healthy/).waitFor();
    const dialog = window.page.locator('.monaco-dialog-box');
    await window.runCommand('Watchstander: Pause All Agents…');
    await dialog.getByText('Pause all agents at work (3)?').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await window.runCommand('Watchstander: Pause All Agents…');
    await dialog.getByRole('button', { name: 'Pause All' }).click();
    await window.treeItem(/^planner, Paused/).waitFor();
    await window.treeItem(/^builder, Paused/).waitFor();
    await window.runCommand('Watchstander: Resume All Agents…');
    await dialog.getByRole('button', { name: 'Resume All' }).click();
    await window.treeItem(/^planner, Healthy/).waitFor();
    await window.treeItem(/^builder, Critical/).waitFor();
  });

  test('a demo goes with its window', async () => {
    const storage = 'data/data/User/globalStorage/watchstander.watchstander/demo';
    const demos = path.join(server.root, storage);
    const window = await openView(server);
    await window.runCommand('Watchstander: Try with Demo Agents');
    await window.treeItem(/^demo\/chaotic-migration, Critical/).waitFor();
    assert.equal(readdirSync(demos).length, 1);
    assert.equal(processesNaming(demos).length, 1);
    await window.statusBarItem('watchstander.watchstander.demo').getByRole('button').click();
    await until('one click ends it', () => readdirSync(demos).length === 0);
    await window.treeItem(/^planner, /).waitFor();
    await window.runCommand('Watchstander: Try with Demo Agents');
    await window.treeItem(/^demo\/chaotic-migration, Critical/).waitFor();
    await window.close();
    await until('nothing of it runs', () => processesNaming(demos).length === 0);
    await until('nothing of it is kept', () => readdirSync(demos).length === 0);
  });

  test('stopped on purpose: what was last known, and how to start again', async () => {
    await window.treeItem(/^planner, /).waitFor();
    await home.cli('stop');
    await statusSays(window, /^Watchstander, Watchstander stopped/);
    await window.treeItem(/^builder, Critical, last known/).waitFor();
    // Where there are several views, the actions of one are there while the mouse is.
    await window.page.getByText('The sidecar was stopped. What is shown was last known.').hover();
    await window.screenshot('editor-stopped');
    await window.page.getByRole('button', { name: 'Start Sidecar' }).first().click();
    await window.treeItem(/^builder, Critical, (?!last known)/).waitFor();
    assert.deepEqual(await window.toasts(), []);
  });
});

suite('what a person sees when the sidecar cannot be reached', function () {
  let home: TestHome;
  let server: VscodeServer;

  setup(async () => {
    home = new TestHome(quiet);
    server = await start(home);
  });

  teardown(async () => {
    await server.stop();
    await home.dispose();
  });

  test('connecting: words and the log', async () => {
    const agent = home.connect();
    await agent.request('watchstander/status', {});
    agent.dispose();
    const pid = home.endpoint()?.pid ?? 0;
    endOne(pid, 'SIGSTOP');
    const window = await openView(server);
    await window.page.getByText('Connecting to the sidecar…').waitFor();
    await window.page.getByRole('button', { name: 'Show Log' }).waitFor();
    await window.screenshot('editor-connecting');
    endOne(pid, 'SIGCONT');
    await statusSays(window, /^Watchstander, No agents$/);
    assert.deepEqual(await window.toasts(), []);
  });
});

suite('what a person sees whose home can be none', function () {
  test('why, and what to give; nothing is made anywhere', async () => {
    const server = await startServer({
      extraEnv: { WATCHSTANDER_HOME: 'relative' },
      vsix: [watchstanderVsix],
    });
    try {
      const window = await openView(server);
      await window.page.getByRole('button', { name: 'Retry' }).waitFor();
      await statusSays(
        window,
        /failed, The home "relative" is no absolute path\. Give the setting/,
      );
      for (const command of ['Connect an Agent…', 'Open Policy']) {
        await window.runCommand(`Watchstander: ${command}`);
        await window.toast(/The home "relative" is no absolute path/).waitFor();
        await window.runCommand('Notifications: Clear All Notifications');
        await until('it is put away', async () => (await window.toasts()).length === 0);
      }
      assert.equal(existsSync(path.join(server.root, '.local/share/watchstander')), false);
    } finally {
      await server.stop();
    }
  });
});
