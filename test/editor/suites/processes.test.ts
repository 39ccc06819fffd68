import assert from 'node:assert/strict';
import type { ProcessList } from '../../../shared/processes.ts';
import { openShim, type Shim } from '../../support/mcpClient.ts';
import { TestHome } from '../../support/testHome.ts';
import { until } from '../../support/until.ts';
import { endOne } from '../../support/vscode/processes.ts';
import type { VscodeServer } from '../../support/vscode/server.ts';
import type { VscodeWindow } from '../../support/vscode/window.ts';
import { leaveRecord } from '../support/leftRecord.ts';
import { openView, quiet, start } from './screen.ts';

suite('what a person sees of processes', function () {
  let home: TestHome;
  let server: VscodeServer;
  let window: VscodeWindow;
  let shim: Shim;

  suiteSetup(async () => {
    home = new TestHome(quiet);
    server = await start(home);
    window = await openView(server, { width: 1100, height: 1000 });
    shim = await openShim(home);
    await shim.call('process_agent_update', { agent_id: 'planner' });
    await window.treeItem(/^planner, Healthy/).waitFor();
  });

  suiteTeardown(async () => {
    await shim.client.close();
    await server.stop();
    await home.dispose();
  });

  async function list(): Promise<ProcessList> {
    return JSON.parse((await home.cli('processes', '--json')).stdout) as ProcessList;
  }

  /** The one row of a list in which several can be ticked; those are no options to a screen reader. */
  const offered = () => window.quickInput().locator('.monaco-list-row');

  test('the sidecar, its store, this window and the shim, with figures', async () => {
    await window.runCommand('Watchstander: Show Processes');
    await window.treeItem(/^Sidecar, (ready|busy), \d+ MB, [\d.]+ % CPU, pid \d+$/).waitFor();
    await window.treeItem(/^Store, epoch 1, \d+ k?B, synced \d+ \w+ ago$/).waitFor();
    await window.treeItem(/^This window: workspace, ready, \d+ MB/).waitFor();
    const row = window.treeItem(new RegExp(`^MCP shim: .*, ready, .*pid ${shim.pid}$`));
    await row.waitFor();
    await window.restOn(row, window.page.locator('.workbench-hover').getByText('Running for'));
    await window.screenshot('processes');
  });

  test('a killed shim goes from the list, and the view says what became of its record', async () => {
    endOne(shim.pid, 'SIGKILL');
    const removed = window.treeItem(/^The record of MCP shim \d+, removed, now, The process/);
    await removed.waitFor();
    await window.treeItem(/^MCP shim: /).waitFor({ state: 'detached' });
    shim = await openShim(home);
  });

  test('Clean Up Processes shows what and why, and does nothing before it is agreed to', async () => {
    await leaveRecord(home.path);
    const before = await list();
    await window.treeItem(/^MCP shim, gone, last beat \d+ \w+ ago, pid/).waitFor();
    await window.runCommand('Watchstander: Clean Up Processes');
    const row = offered();
    await row.getByText('The process that it names is gone.').waitFor();
    assert.match(await row.innerText(), /^The record of MCP shim \d+\s*remove\s/);
    await window.screenshot('processes-cleanup');
    await window.page.keyboard.press('Escape');
    assert.equal((await list()).cleaned.length, before.cleaned.length);
    await window.runCommand('Watchstander: Clean Up Processes');
    await offered().waitFor();
    await window.page.keyboard.press('Enter');
    await window.toast('Cleaned up: 1.').waitFor();
    await window.treeItem(/^MCP shim, gone/).waitFor({ state: 'detached' });
    await window.screenshot('processes-cleaned');
    const { cleaned, processes } = await list();
    assert.equal(cleaned.length, before.cleaned.length + 1);
    assert.ok(processes.some(({ kind }) => kind === 'window'));
  });

  test('the sidecar is restarted and stopped from its row, the latter after a question', async () => {
    const [{ pid } = { pid: 0 }] = (await list()).processes;
    const row = window.treeItem(/^Sidecar, /);
    await window.pressInRow(row, 'Restart Sidecar');
    const restarted = await until('a successor', async () => {
      const [sidecar] = (await list()).processes;
      return sidecar !== undefined && sidecar.pid !== pid && sidecar.pid;
    });
    await window.treeItem(new RegExp(`^Sidecar, .*pid ${restarted}$`)).waitFor();
    await window.runCommand('Watchstander: Stop Sidecar');
    const dialog = window.page.getByRole('dialog');
    await dialog.getByText('Stop the sidecar for all windows and agents?').waitFor();
    await window.screenshot('processes-stop');
    await dialog.getByRole('button', { name: 'Stop Sidecar' }).click();
    await window.treeItem(/^Sidecar, last known, /).waitFor();
    await window.screenshot('processes-stopped');
  });
});
