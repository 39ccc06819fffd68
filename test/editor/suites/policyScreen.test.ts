import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeLayout } from '../../../shared/home.ts';
import { TestHome } from '../../support/testHome.ts';
import { until } from '../../support/until.ts';
import type { VscodeServer } from '../../support/vscode/server.ts';
import type { VscodeWindow } from '../../support/vscode/window.ts';
import { openView, report, start, statusSays } from './screen.ts';

suite('what a person sees of the policy', function () {
  let home: TestHome;
  let server: VscodeServer;
  let window: VscodeWindow;

  const write = (text: string): void => writeFileSync(join(home.path, homeLayout.policy), text);

  suiteSetup(async () => {
    home = new TestHome();
    // As many have it: then files of that name are not opened as JSON.
    server = await start(home, { settings: { 'files.associations': { '*.json': 'jsonc' } } });
    window = await openView(server);
    await report(home.connect(), 'planner', 0);
    await window.treeItem(/^planner, Healthy/).waitFor();
  });

  suiteTeardown(async () => {
    await server.stop();
    await home.dispose();
  });

  teardown(async () => assert.deepEqual(await window.toasts(), []));

  test('a mistake is in Problems, in the status bar and above the agents, without a toast', async () => {
    write('{\n  "health": { "smoothing": 3 },\n  "livenes": {}\n}\n');
    await statusSays(window, /^Watchstander, 1 healthy, The policy file has a mistake .* line 2,/);
    await window.page.getByText(/^The policy file has a mistake and is not in force/).waitFor();
    await window.showProblems();
    await window.problems().filter({ hasText: 'Did you mean "liveness"?' }).waitFor();
    await window.screenshot('policy-mistake');
  });

  test('Open Policy shows the file with its mistakes marked', async () => {
    await window.runCommand('Watchstander: Open Policy');
    await window.page.locator('.squiggly-error').nth(1).waitFor();
    await window.page.getByRole('button', { name: /Watchstander Policy/ }).waitFor();
    await window.screenshot('policy-open');
  });

  test('once it is mended nothing is said any more', async () => {
    write('{ "health": { "smoothing": 1 } }');
    await statusSays(window, /^Watchstander, 1 healthy$/);
    await window.page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
    const message = window.page.getByText(/^The policy file has a mistake/);
    await message.first().waitFor({ state: 'detached' });
  });

  test('a changed threshold moves the colour in both windows at once', async () => {
    const windows = [window, await openView(server)];
    const agent = home.connect();
    await report(agent, 'writer', 0.1);
    /** The colour of its icon in each window. */
    const coloursOf = (label: RegExp): Promise<string[]> =>
      Promise.all(
        windows.map((each) => {
          const icon = each.treeItem(label).locator('.custom-view-tree-node-item-icon').first();
          return icon.evaluate((one) => getComputedStyle(one).color);
        }),
      );
    const amber = await coloursOf(/^writer, Degraded/);
    write('{ "health": { "risk": { "healthy": 0.05, "degraded": 0.1 } } }');
    const red = await coloursOf(/^writer, Critical/);
    for (const [at, each] of windows.entries()) await each.screenshot(`threshold-${at + 1}`);
    write('{ "health": { "risk": { "healthy": 0.5, "degraded": 0.6 } } }');
    const green = await coloursOf(/^writer, Healthy/);
    assert.equal(new Set([...amber, ...red, ...green]).size, 3);
    for (const [one, other] of [amber, red, green]) assert.equal(one, other);
    const { record } = await agent.request('watchstander/agent', { agent_id: 'writer' });
    assert.equal(record.version, record.state.updates);
  });

  test('hover says what a key means, and what was called no problem of its alerts', async () => {
    const agent = home.connect();
    write(
      '{\n  "alerts": { "mute": ["noisy"] },\n  "health": { "risk": { "healthy": 0.15 } }\n}\n',
    );
    await until('alerts of noisy are muted', async () => {
      const { alerts } = await agent.request('watchstander/thresholds', { agent_id: 'noisy' });
      return alerts.mute.length === 1;
    });
    await report(agent, 'noisy', 0.5);
    const { alerts } = await agent.request('watchstander/alerts', { agent_id: 'noisy' });
    const [alert] = alerts;
    assert.ok(alert !== undefined);
    await agent.request('watchstander/acknowledge', { alert_id: alert.id, act: 'false_alarm' });
    const key = window.page.locator('.view-line span', { hasText: /^"healthy"$/ });
    const hover = window.page.locator('.monaco-hover').filter({ visible: true });
    await window.restOn(key, hover.getByText('Called “not a problem” so far: drift once.'));
    await window.screenshot('policy-hover');
  });
});
