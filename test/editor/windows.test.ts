import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';
import type { CheckInResult } from '../../shared/model.ts';
import { cliFile, openShim, type Shim } from '../support/mcpClient.ts';
import { TestHome } from '../support/testHome.ts';
import { until } from '../support/until.ts';
import { inspectorCommand } from '../support/vscode/inspector.ts';
import { endOne } from '../support/vscode/processes.ts';
import { startServer, type VscodeServer } from '../support/vscode/server.ts';
import { watchstanderVsix } from '../support/vscode/suite.ts';
import type { VscodeWindow } from '../support/vscode/window.ts';
import { rowSeenMs, watchRows } from './support/rowSeen.ts';

const run = promisify(execFile);

/**
 * Two windows of a real VS Code with the VSIX as a user installs it, on one sidecar. Started without
 * the smoke-test driver, which hides toasts: "no toast" means something here.
 */
suite('two windows on one sidecar', function () {
  let home: TestHome;
  let server: VscodeServer;
  let windows: readonly VscodeWindow[] = [];
  let shim: Shim;

  suiteSetup(async () => {
    home = new TestHome();
    server = await startServer({ home: home.path, vsix: [watchstanderVsix], builtIn: 'all' });
    // Side by side: this file runs alone, and one window at a time leaves a core idle.
    windows = await Promise.all([server.openWindow(), server.openWindow()]);
    for (const window of windows) {
      await window.viewContainer(/Watchstander/).click();
      await watchRows(window.page);
    }
    shim = await openShim(home);
  });

  suiteTeardown(async () => {
    await shim.client.close();
    await server.stop();
    await home.dispose();
  });

  /** The row of an agent in every window. */
  async function showEverywhere(label: RegExp): Promise<void> {
    for (const window of windows) await window.treeItem(label).waitFor();
  }

  async function toasts(): Promise<string[]> {
    return (await Promise.all(windows.map((window) => window.toasts()))).flat();
  }

  test('a check-in of a client that is not ours appears in both trees', async () => {
    const inspector = await inspectorCommand();
    const call = ['--method', 'tools/call', '--tool-name', 'process_agent_update'];
    const target = ['-e', `WATCHSTANDER_HOME=${home.path}`, process.execPath, cliFile, 'mcp'];
    const [program = '', ...first] = inspector;
    await run(program, [...first, ...target, ...call, '--tool-arg', 'agent_id=inspected']);
    await showEverywhere(/^inspected, Healthy/);
    assert.equal((await home.running()).sessions.filter(({ kind }) => kind === 'window').length, 2);
  });

  test('from check-in to both trees: the time a person waits', async () => {
    const waits: number[] = [];
    for (let turn = 0; turn < 20; turn += 1) {
      const id = `timed ${turn}`;
      const sentMs = Date.now();
      await shim.call<CheckInResult>('process_agent_update', { agent_id: id });
      await showEverywhere(new RegExp(`^${id}, `));
      for (const window of windows) waits.push((await rowSeenMs(window.page, id)) - sentMs);
    }
    waits.sort((a, b) => a - b);
    const [p50, p95] = [0.5, 0.95].map((share) => waits[Math.floor(share * waits.length)] ?? NaN);
    process.stdout.write(
      `    check-in to tree: p50 ${p50} ms, p95 ${p95} ms, ${waits.length} rows\n`,
    );
    assert.ok((p95 ?? NaN) < 2_000, `p95 is ${p95} ms`);
  });

  test('kill -9 ten times: data again in both, no toast, nothing acknowledged is lost', async () => {
    const acknowledged: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      const { pid } = await home.running();
      endOne(pid, 'SIGKILL');
      const id = `after kill ${round}`;
      await shim.call('process_agent_update', { agent_id: id });
      const { version } = await shim.call<CheckInResult>('process_agent_update', {
        agent_id: 'survivor',
      });
      acknowledged.push(version);
      await showEverywhere(new RegExp(`^${id}, `));
      assert.notEqual((await home.running()).pid, pid);
      assert.deepEqual(await toasts(), []);
    }
    const { stdout } = await home.cli('history', 'survivor', '--json');
    const { points } = JSON.parse(stdout) as { points: { version: number }[] };
    assert.deepEqual(
      points.map(({ version }) => version),
      acknowledged,
    );
    await until('both windows connected again', async () => {
      return (await home.running()).sessions.filter(({ kind }) => kind === 'window').length === 2;
    });
  });

  test('a closed window ends its session and nothing else', async () => {
    const { pid } = await home.running();
    const [first, second] = windows;
    await first?.close();
    await until('one window left', async () => {
      return (await home.running()).sessions.filter(({ kind }) => kind === 'window').length === 1;
    });
    await shim.call('process_agent_update', { agent_id: 'seen by one' });
    await second?.treeItem(/^seen by one, /).waitFor();
    assert.equal((await home.running()).pid, pid);
  });
});
