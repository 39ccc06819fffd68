import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestHome } from '../../support/testHome.ts';
import type { VscodeServer } from '../../support/vscode/server.ts';
import type { VscodeWindow } from '../../support/vscode/window.ts';
import { openView, quiet, start, statusSays } from './screen.ts';

suite('in a folder that is not trusted', function () {
  let home: TestHome;
  let userFolder: string;
  let server: VscodeServer;
  let window: VscodeWindow;

  suiteSetup(async () => {
    home = new TestHome(quiet);
    userFolder = join(home.path, 'user');
    mkdirSync(userFolder);
    server = await start(home, { workspaceTrust: 'on', extraEnv: { HOME: userFolder } });
    // What cannot be read as such would be told of, if it were read.
    const folder = join(home.path, 'project');
    mkdirSync(folder);
    writeFileSync(join(folder, '.mcp.json'), 'no JSON');
    window = await openView(server, { folder });
  });

  suiteTeardown(async () => {
    await server.stop();
    await home.dispose();
  });

  test('the agents are seen, and what is not done here', async () => {
    await window.page.getByText('This window is in Restricted Mode.').waitFor();
    await window.page.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
    await statusSays(window, /^Watchstander, No agents$/);
    await window.screenshot('editor-restricted');
  });

  test('Connect shows what it would write; nothing is written or run', async () => {
    await window.runCommand('Watchstander: Connect an Agent…');
    await window.pick('Codex');
    await window.pick('Everywhere');
    await window.pick('Write These Changes');
    await window.toast(/Restricted Mode, so nothing was written or run/).waitFor();
    await window.screenshot('connect-restricted');
    assert.equal(existsSync(join(userFolder, '.codex')), false);
    assert.equal(existsSync(join(home.path, 'bin')), false);
  });

  test('the files of the folder are not even read, to connect it or to disconnect', async () => {
    await window.runCommand('Notifications: Clear All Notifications');
    await window.runCommand('Watchstander: Connect an Agent…');
    await window.pick('Claude Code');
    await window.pick('Only in This Folder');
    await window.toast(/Restricted Mode, so nothing was written or run/).waitFor();
    await window.runCommand('Watchstander: Disconnect…');
    await window.page
      .getByPlaceholder('Nothing is connected everywhere; in Restricted Mode folders are not read.')
      .waitFor();
    await window.page.keyboard.press('Escape');
  });
});
