import assert from 'node:assert/strict';
import type { VscodeServer } from '../../support/vscode/server.ts';
import { TestHome } from '../../support/testHome.ts';
import { start } from './screen.ts';

suite('the page of the extension', function () {
  let home: TestHome;
  let server: VscodeServer;

  suiteSetup(async () => {
    home = new TestHome();
    server = await start(home);
  });

  suiteTeardown(async () => {
    await server.stop();
    await home.dispose();
  });

  test('shows README without a broken picture, and no link that leads nowhere', async () => {
    const window = await server.openWindow({ width: 1100, height: 900 });
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
