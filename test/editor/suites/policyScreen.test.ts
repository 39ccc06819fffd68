import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeLayout } from '../../../shared/home.ts';
import { TestHome } from '../../support/testHome.ts';
import type { VscodeServer } from '../../support/vscode/server.ts';
import type { VscodeWindow } from '../../support/vscode/window.ts';
import { openView, report, start, statusSays } from './screen.ts';

suite('what a person sees of the policy', function () {
  this.timeout(180_000);
  let home: TestHome;
  let server: VscodeServer;
  let window: VscodeWindow;

  const write = (text: string): void => writeFileSync(join(home.path, homeLayout.policy), text);

  suiteSetup(async () => {
    home = new TestHome();
    server = await start(home);
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
});
