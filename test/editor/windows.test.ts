import assert from 'node:assert/strict';
import process from 'node:process';
import type { CheckInResult } from '../../shared/model.ts';
import { openShim, type Shim } from '../support/mcpClient.ts';
import { TestHome } from '../support/testHome.ts';
import { startServer, type VscodeServer } from '../support/vscode/server.ts';
import { watchstanderVsix } from '../support/vscode/suite.ts';
import type { VscodeWindow } from '../support/vscode/window.ts';
import { rowSeenMs, watchRows } from './support/rowSeen.ts';

/** Two windows of a real VS Code with the VSIX as a user installs it, on one sidecar. */
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
    // What is timed is a check-in, not the start of two windows beside it.
    await checkIn('seen before');
    await showEverywhere(/^seen before, /);
  });

  suiteTeardown(async () => {
    await shim.client.close();
    await server.stop();
    await home.dispose();
  });

  async function checkIn(id: string): Promise<void> {
    await shim.call<CheckInResult>('process_agent_update', { agent_id: id });
  }

  /** The row of an agent in every window. */
  async function showEverywhere(label: RegExp): Promise<void> {
    for (const window of windows) await window.treeItem(label).waitFor();
  }

  test('from check-in to both trees: the time a person waits', async () => {
    const waits: number[] = [];
    for (let turn = 0; turn < 20; turn += 1) {
      const id = `timed ${turn}`;
      const sentMs = Date.now();
      await checkIn(id);
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
});
