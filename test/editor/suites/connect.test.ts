import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestHome } from '../../support/testHome.ts';
import { until } from '../../support/until.ts';
import type { VscodeServer } from '../../support/vscode/server.ts';
import type { VscodeWindow } from '../../support/vscode/window.ts';
import { quiet, start } from './screen.ts';

const settingsText = '{\n  // mine\n  "model": "opus",\n}\n';

suite('Connect an Agent in a window', function () {
  let home: TestHome;
  let settings: string;
  let server: VscodeServer;
  let window: VscodeWindow;

  suiteSetup(async () => {
    home = new TestHome(quiet);
    const userFolder = join(home.path, 'user');
    settings = join(userFolder, '.claude/settings.json');
    mkdirSync(join(userFolder, '.claude'), { recursive: true });
    writeFileSync(settings, settingsText);
    server = await start(home, { extraEnv: { HOME: userFolder } });
    window = await server.openWindow();
  });

  suiteTeardown(async () => {
    await server.stop();
    await home.dispose();
  });

  /** Up to the question; the editor shows what would be written. */
  async function askFor(name: string): Promise<void> {
    await window.runCommand('Watchstander: Connect an Agent…');
    await window.pick(name);
    await window.pick('Everywhere');
    await window.quickInputRows().filter({ hasText: 'Write These Changes' }).waitFor();
  }

  test('seen, agreed, written and proven; taken out to the byte', async () => {
    await window.runCommand('Watchstander: Connect an Agent…');
    assert.match((await window.quickInputLabels())[0] ?? '', /^Claude Code/);
    await window.screenshot('connect-pick');
    await window.page.keyboard.press('Escape');
    await askFor('Claude Code');
    await window.page.locator('.view-line').filter({ hasText: 'SessionStart' }).first().waitFor();
    await window.screenshot('connect-preview');
    assert.equal(readFileSync(settings, 'utf8'), settingsText);
    await window.page.keyboard.press('Escape');
    await window.quickInput().waitFor({ state: 'hidden' });
    assert.equal(existsSync(join(home.path, 'bin')), false);

    await askFor('Claude Code');
    await window.pick('Write These Changes');
    await window.toast(/Claude Code is connected\. hook: proven, stopped the test call/).waitFor();
    assert.match(
      readFileSync(settings, 'utf8'),
      /\/\/ mine[^]*bin\/watchstander hook claude-code Stop/,
    );
    await window.screenshot('connect-done');

    await window.runCommand('Watchstander: Disconnect…');
    await window.pick('Claude Code');
    await window.pick('Write These Changes');
    await window.toast(/Claude Code is disconnected/).waitFor();
    await until('the settings as they were', () => readFileSync(settings, 'utf8') === settingsText);
  });

  // Nothing of Connect: it only needs a window in which the extension is installed.
  test('the page of the extension shows README without a broken picture, and no link that leads nowhere', async () => {
    await window.runCommand('Extensions: Show Installed Extensions');
    const row = window.page.locator('.extensions-list').getByText('Watchstander').first();
    await row.click();
    const page = window.webview();
    await page.getByRole('heading', { name: 'What each screen means' }).waitFor();
    await window.screenshot('extension-page');
    assert.equal(await page.locator('img').count(), 0);
    const targets = await page
      .locator('a[href]')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    assert.deepEqual(
      targets.filter((target) => !/^(https:|#)/u.test(target)),
      [],
    );
    for (const left of ['](', '<!--', 'npm ci']) {
      assert.equal(await page.getByText(left).count(), 0, left);
    }
  });
});
