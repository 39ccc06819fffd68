import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { until } from '../support/until.ts';
import { assetRoot } from '../support/vscode/asset.ts';
import { processesNaming } from '../support/vscode/processes.ts';
import { startServer, type VscodeServer } from '../support/vscode/server.ts';
import { packageTiny } from '../support/vscode/tinyExtension.ts';
import type { VscodeWindow } from '../support/vscode/window.ts';

const statusItem = 'fixture.tiny.tiny.status';

suite('harness: a VSIX in two windows', function () {
  let folder: string;
  let server: VscodeServer;
  let first: VscodeWindow;
  let second: VscodeWindow;

  suiteSetup(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'harness-'));
    server = await startServer({ vsix: [await packageTiny(folder)] });
    [first, second] = await Promise.all([server.openWindow(), server.openWindow()]);
  });

  suiteTeardown(async () => {
    await server.stop();
    assert.deepEqual(processesNaming(server.root), []);
    await rm(folder, { recursive: true, force: true });
  });

  test('both show the status bar item and the tree', async () => {
    for (const window of [first, second]) {
      await window.statusBarItem(statusItem).waitFor();
      await window.viewContainer('Tiny').click();
      await window.treeItem('thing: first thing').waitFor();
      assert.deepEqual(await window.treeItems('Things'), [
        'thing: first thing',
        'thing: second thing ▁▃▅▇ ▲ ●',
      ]);
    }
    await first.screenshot('harness-tree');
  });

  test('a command from the palette draws a toast', async () => {
    await first.runCommand('Tiny: Greet');
    await first.toast('Hello from Tiny').waitFor();
    assert.deepEqual(await first.toasts(), ['Hello from Tiny']);
    assert.deepEqual(await second.toasts(), []);
    await first.screenshot('harness-toast');
    assert.deepEqual(await first.notifications(), ['Hello from Tiny']);
  });

  test('a quick pick and an input box are answered', async () => {
    await second.runCommand('Tiny: Choose');
    assert.deepEqual(await second.quickInputLabels(), ['red', 'green']);
    await second.pick('green');
    await second.answer('Zoë');
    await second.toast('Zoë is green').waitFor();
  });

  test('Problems are read', async () => {
    await first.showProblems();
    await first.problems().filter({ hasText: 'the first thing is odd' }).waitFor();
  });

  test('a webview is read, in the theme that was set', async () => {
    await second.chooseTheme('Dark 2026', 'vs-dark');
    await second.runCommand('Tiny: Show Page');
    await second.webview().getByRole('heading', { name: 'Hello page' }).waitFor();
    assert.equal(await second.themeKind(), 'vscode-dark');
    await second.screenshot('harness-webview-dark');
  });
});

suite('harness: the suite runner', function () {
  let folder: string;
  let vsix: string;

  suiteSetup(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'harness-'));
    vsix = await packageTiny(folder);
  });

  suiteTeardown(() => rm(folder, { recursive: true, force: true }));

  for (const [file, expected, words] of [
    ['tiny.suite.ts', 0, /3 passed in the extension host/u],
    ['failing.suite.ts', 1, /and fails on purpose[^]*1 !== 2/u],
  ] as const) {
    test(`${file} against an installed VSIX ends with ${expected} and says why`, async () => {
      const entry = path.join(import.meta.dirname, 'runInHost.ts');
      const suiteFile = path.join(import.meta.dirname, 'support', file);
      const run = spawn(process.execPath, [entry, '--vsix', vsix, suiteFile]);
      const ended = once(run, 'exit');
      const [said, complained] = await Promise.all([text(run.stdout), text(run.stderr)]);
      assert.deepEqual(await ended, [expected, null], complained);
      assert.match(expected === 0 ? said : complained, words);
    });
  }
});

suite('harness: assets', function () {
  const name = `race-${process.pid}`;

  suiteTeardown(() => rm(path.join(assetRoot, name), { recursive: true, force: true }));

  test('of two runs at once one makes, the other waits; a killed one leaves nothing', async () => {
    const left = path.join(assetRoot, `${name}.partial-1`);
    await mkdir(left, { recursive: true });
    const script = path.join(import.meta.dirname, 'support/make-asset.ts');
    const runs = [1, 2].map(() => spawn(process.execPath, [script, name]));
    const outputs = await Promise.all(runs.map((run) => text(run.stdout)));
    assert.deepEqual(outputs.map((output) => output.split('\n').sort()).sort(), [
      ['', 'found complete'],
      ['', 'found complete', 'made'],
    ]);
    assert.equal(existsSync(left), false);
  });
});

suite('harness: nothing stays', function () {
  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    test(`of a run ended by ${signal}`, async () => {
      const script = path.join(import.meta.dirname, 'support/run-until-killed.ts');
      const run = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
      const [output] = (await once(run.stdout, 'data')) as [Buffer];
      const root = output.toString().trim();
      try {
        // The guard, the server, its extension host, its file watcher, the browser.
        await until('all of it runs', () => processesNaming(root).length >= 5);
      } finally {
        run.kill(signal);
      }
      await until('nothing of the run is left', () => processesNaming(root).length === 0);
      assert.equal(existsSync(root), false);
    });
  }
});
