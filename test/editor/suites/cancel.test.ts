import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { homeLayout } from '../../../shared/home.ts';
import { TestHome } from '../../support/testHome.ts';
import { until } from '../../support/until.ts';
import { endOne } from '../../support/vscode/processes.ts';
import type { VscodeServer } from '../../support/vscode/server.ts';
import type { VscodeWindow } from '../../support/vscode/window.ts';
import { leaveRecord } from '../support/leftRecord.ts';
import { openView, quiet, report, start } from './screen.ts';

suite('Cancel, while something takes its time', function () {
  let home: TestHome;
  let userFolder: string;
  let server: VscodeServer;
  let window: VscodeWindow;

  suiteSetup(async () => {
    home = new TestHome(quiet);
    userFolder = join(home.path, 'user');
    server = await start(home, { extraEnv: { HOME: userFolder } });
    window = await openView(server, { width: 1100, height: 800 });
    const agent = home.connect();
    await report(agent, 'planner', 0);
    agent.dispose();
    await window.treeItem(/^planner, Healthy/).waitFor();
  });

  suiteTeardown(async () => {
    await server.stop();
    await home.dispose();
  });

  /** A program of the installed extension. */
  async function installed(name: string): Promise<string> {
    const folder = join(server.root, 'data/extensions');
    const own = (await readdir(folder)).find((one) => one.startsWith('watchstander.'));
    assert.ok(own, 'the extension is installed');
    return join(folder, own, 'dist', name);
  }

  /** Nobody answers, and nobody else can start who does. */
  async function whileHung(act: () => Promise<void>): Promise<void> {
    const { pid } = await home.running();
    const program = await installed('sidecar.js');
    await rename(program, `${program}.away`);
    endOne(pid, 'SIGSTOP');
    try {
      await act();
    } finally {
      await rename(`${program}.away`, program);
      endOne(pid, 'SIGCONT');
    }
    await window.treeItem(/^planner, Healthy/).waitFor();
  }

  async function pressCancel(title: string): Promise<void> {
    const toast = window.toast(title);
    await toast.getByRole('button', { name: 'Cancel', exact: true }).click();
    await toast.waitFor({ state: 'detached' });
  }

  test('an export ends at once, without a file and without a word', async () => {
    await window.runCommand('Watchstander: Export Agent…');
    await window.pick('planner');
    await window.quickInputRows().filter({ hasText: 'CSV' }).waitFor();
    await whileHung(async () => {
      await window.pick('CSV');
      await pressCancel('Exporting…');
    });
    assert.deepEqual(await window.notifications(), []);
    const folder = join(home.path, homeLayout.exports);
    assert.deepEqual(existsSync(folder) ? readdirSync(folder) : [], []);
  });

  test('a cleanup is not waited for; the sidecar does what was agreed to', async () => {
    await leaveRecord(home.path);
    await window.runCommand('Watchstander: Clean Up Processes');
    const offered = window.quickInput().locator('.monaco-list-row');
    await offered.getByText('The process that it names is gone.').waitFor();
    await whileHung(async () => {
      await window.page.keyboard.press('Enter');
      await pressCancel('Cleaning up processes…');
      await window.toast('The sidecar goes on with what you agreed to').waitFor();
    });
  });

  test('a connection is written, and said to be unproven', async () => {
    // The hook that is to be proven hangs.
    await writeFile(await installed('hook.js'), 'setInterval(() => undefined, 1_000);\n');
    await window.runCommand('Watchstander: Connect an Agent…');
    await window.pick('Claude Code');
    await window.pick('Everywhere');
    await window.pick('Write These Changes');
    await pressCancel('Connect Claude Code…');
    await window.toast('Claude Code was not waited for: what is written stays').waitFor();
    const settings = join(userFolder, '.claude/settings.json');
    // Written before the proof begins; who is quick with Cancel is told before.
    await until('what is written', () => existsSync(settings));
    assert.match(readFileSync(settings, 'utf8'), /bin\/watchstander hook claude-code/u);
  });
});
