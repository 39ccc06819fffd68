import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { homeLayout } from '../../../shared/home.ts';
import { TestHome } from '../../support/testHome.ts';
import { until } from '../../support/until.ts';
import type { VscodeServer } from '../../support/vscode/server.ts';
import type { VscodeWindow } from '../../support/vscode/window.ts';
import { openView, quiet, report, start, statusItem, statusSays } from './screen.ts';

suite('pausing an agent while no sidecar runs', function () {
  let home: TestHome;
  let server: VscodeServer;
  let window: VscodeWindow;

  suiteSetup(async () => {
    home = new TestHome(quiet);
    server = await start(home);
    const agent = home.connect();
    await report(agent, 'planner', 0);
    agent.dispose();
    window = await openView(server);
    await window.treeItem(/^planner, Healthy/).waitFor();
  });

  suiteTeardown(async () => {
    await server.stop();
    await home.dispose();
  });

  async function stopped(): Promise<void> {
    await home.cli('stop');
    await statusSays(window, /^Watchstander, Watchstander stopped/);
    await window.treeItem(/^planner, \w+, last known/).waitFor();
  }

  /** What hooks deny by. */
  function markers(): string[] {
    const folder = path.join(home.path, homeLayout.paused);
    return readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'));
  }

  /** What is awaited may be said where a start takes more than a second; nothing else, and not for ever. */
  async function saysNothing(): Promise<void> {
    await window.toast(/Starting the sidecar, /).waitFor({ state: 'detached' });
    assert.deepEqual(await window.toasts(), []);
  }

  test('from its row: a sidecar is started, and hooks are told on disk', async () => {
    await stopped();
    await window.pressInRow(window.treeItem(/^planner, Healthy/), 'Pause Agent');
    await window.answer('runs away');
    await window.treeItem(/^planner, Paused, (?!last known)/).waitFor();
    const [marker, ...others] = markers();
    assert.match(marker ?? '', /runs away/u);
    assert.deepEqual(others, []);
    await saysNothing();
  });

  test('resumed from the palette, and paused from the status bar', async () => {
    await stopped();
    await window.runCommand('Watchstander: Resume Agent');
    await window.pick('planner');
    await window.treeItem(/^planner, Healthy, (?!last known)/).waitFor();
    await stopped();
    await window.statusBarItem(statusItem).click();
    await window.quickInputField().fill('Pause Agent…');
    await window.pick('Pause Agent…');
    await window.pick('planner');
    await window.answer('');
    await window.treeItem(/^planner, Paused, (?!last known)/).waitFor();
    await saysNothing();
  });

  test('all at once', async () => {
    await stopped();
    const dialog = window.page.locator('.monaco-dialog-box');
    await window.runCommand('Watchstander: Resume All Agents…');
    await dialog.getByRole('button', { name: 'Resume All' }).click();
    await window.treeItem(/^planner, Healthy, (?!last known)/).waitFor();
    assert.deepEqual(markers(), []);
  });

  test('one that takes its time: it is said what is awaited', async () => {
    await stopped();
    // So it looks while another client starts one.
    const starting = path.join(home.path, homeLayout.starting);
    const goesOn = (): void => writeFileSync(starting, '.');
    goesOn();
    await window.pressInRow(window.treeItem(/^planner, Healthy/), 'Pause Agent');
    await window.answer('runs away');
    const words = window.toast('Starting the sidecar, to pause planner…');
    await until('the words', async () => (goesOn(), (await words.count()) > 0));
    await window.screenshot('pause-while-starting');
    rmSync(starting);
    await window.treeItem(/^planner, Paused, (?!last known)/).waitFor();
    await words.waitFor({ state: 'detached' });
    assert.deepEqual(await window.toasts(), []);
  });

  test('one that cannot start: who is not paused, why, and what to do', async () => {
    await window.pressInRow(window.treeItem(/^planner, Paused/), 'Resume Agent');
    await window.treeItem(/^planner, Healthy/).waitFor();
    await stopped();
    rmSync(home.path, { recursive: true });
    writeFileSync(home.path, 'not a folder');
    await window.pressInRow(window.treeItem(/^planner, Healthy/), 'Pause Agent');
    await window.answer('runs away');
    await window.toast(/Not paused: planner\. .*ENOTDIR/).waitFor();
    await window.screenshot('pause-failed');
  });

  test('a window opened then: failed, why, and Retry, which helps once the cause is gone', async () => {
    const other = await openView(server);
    const retry = other.page.getByRole('button', { name: 'Retry' });
    await retry.waitFor();
    await statusSays(other, /Watchstander failed, The home .* \(ENOTDIR\)\. Make it writable, or/);
    assert.deepEqual(await other.toasts(), []);
    await other.screenshot('editor-failed');
    await other.runCommand('Watchstander: Pause Agent…');
    await other.toast(/The agents are not known\. .*ENOTDIR/).waitFor();
    rmSync(home.path);
    await retry.click();
    await statusSays(other, /^Watchstander, No agents$/);
  });
});
