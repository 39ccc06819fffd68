import assert from 'node:assert/strict';
import type { SidecarConnection } from '../../../client/connection/types.ts';
import { TestHome } from '../../support/testHome.ts';
import type { VscodeServer } from '../../support/vscode/server.ts';
import type { VscodeWindow } from '../../support/vscode/window.ts';
import { hostile, quiet, report, small, start, statusItem, statusSays } from './screen.ts';

suite('what a person sees', function () {
  let home: TestHome;
  let server: VscodeServer;
  let window: VscodeWindow;
  let agent: SidecarConnection;

  suiteSetup(async () => {
    home = new TestHome(quiet);
    server = await start(home, { settings: { 'workbench.colorTheme': 'Dark 2026' } });
    window = await server.openWindow(small);
    agent = home.connect();
  });

  suiteTeardown(async () => {
    agent.dispose();
    await server.stop();
    await home.dispose();
  });

  teardown(async () => assert.deepEqual(await window.toasts(), []));

  test('at first: the status bar, and nothing that opened by itself', async () => {
    await statusSays(window, /^Watchstander, No agents$/);
    const isShown = await window.viewContainer(/Watchstander/).getAttribute('aria-selected');
    assert.equal(isShown, 'false');
    assert.equal(await window.page.getByRole('tab', { name: /agents/i }).count(), 0);
  });

  test('without agents: words and an action', async () => {
    await window.viewContainer(/Watchstander/).click();
    await window.page.getByText('No agent has reported yet.').waitFor();
    await window.page.getByRole('button', { name: 'Connect an Agent…' }).waitFor();
    await window.screenshot('editor-empty');
  });

  test('agents of every kind, each in its group, the worst first', async () => {
    await report(agent, 'builder', 0.9);
    await report(agent, hostile, 0.9);
    await report(agent, 'codex/9f00aa12', 0.35);
    for (const id of ['planner', 'reviewer', 'old']) await report(agent, id, 0);
    await agent.request('watchstander/lifecycle', { agent_id: 'reviewer', act: 'pause' });
    await agent.request('watchstander/lifecycle', { agent_id: 'old', act: 'archive' });
    await window.treeItem(/^old, Archived/).waitFor();
    const labels = (await window.treeItems()).map((label) => label.split(', now')[0]);
    assert.deepEqual(labels, [
      'Critical, 2 agents',
      `${hostile}, Critical`,
      'builder, Critical',
      'Degraded, 1 agent',
      'codex/9f00aa12, Degraded',
      'Healthy, 1 agent',
      'planner, Healthy',
      'Paused, 1 agent',
      'reviewer, Paused',
      'Archived, 1 agent',
      'old, Archived',
    ]);
    await statusSays(window, /^Watchstander, 2 critical, 1 degraded$/);
    await window.screenshot('editor-mixed-dark');
  });

  test('an id is text, wherever it is shown', async () => {
    await window.treeItem(new RegExp('^\\$\\(trash\\)')).getByText(hostile).waitFor();
    await window.runCommand('Watchstander: Pause Agent');
    const labels = (await window.quickInputLabels()).map((label) => label.replaceAll('\u2060', ''));
    assert.ok(labels.includes(`${hostile}, Critical`), labels.join('\n'));
    await window.pick('**b**');
    await window.quickInput().getByText(`Pause Agent: ${hostile}`).waitFor();
    assert.equal(await window.quickInput().locator('a').filter({ hasText: 'x' }).count(), 0);
    await window.page.keyboard.press('Escape');
  });

  test('a row opens its page, with the cause underlined, and Problems list it', async () => {
    await window.treeItem(/^builder, /).click();
    await window.page.locator('.view-line').filter({ hasText: 'builder' }).first().waitFor();
    await window.page.locator('.squiggly-error').first().waitFor();
    await window.showProblems();
    await window.problems().filter({ hasText: 'builder is critical' }).waitFor();
    await window.screenshot('editor-page');
  });

  test('the status bar opens what can be done', async () => {
    await window.statusBarItem(statusItem).click();
    await window.quickInput().getByRole('option', { name: 'builder, Critical' }).waitFor();
    await window.screenshot('editor-menu');
    // Typed, because of a long list only what is on screen is in the page.
    for (const wanted of ['Show Agents', 'Pause Agent…', 'Restart Sidecar']) {
      await window.quickInputField().fill(wanted);
      await window.quickInput().getByRole('option', { name: wanted }).waitFor();
    }
    await window.page.keyboard.press('Escape');
  });

  test('pause and resume from the row', async () => {
    const row = window.treeItem(/^planner, /);
    await window.pressInRow(row, 'Pause Agent');
    await window.answer('drifts');
    await window.pressInRow(window.treeItem(/^planner, Paused/), 'Resume Agent');
    await window.treeItem(/^planner, Healthy/).waitFor();
  });

  test('after many changes at once the tree is what is', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => `many ${index}`);
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(ids.map((id) => report(agent, id, 0)));
    }
    await window.treeItem('Healthy, 61 agents').waitFor();
    await Promise.all(
      ids.map((id) => agent.request('watchstander/lifecycle', { agent_id: id, act: 'delete' })),
    );
    await window.treeItem('Healthy, 1 agent').waitFor();
  });
});
