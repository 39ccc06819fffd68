// Entry of `npm run test:desktop`: the suites of test/editor in a desktop VS Code, which is
// downloaded, or named by VSCODE_TEST_EXECUTABLE.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  downloadAndUnzipVSCode,
  resolveCliPathFromVSCodeExecutablePath,
  runTests,
} from '@vscode/test-electron';
import { assetRoot, progress, repositoryRoot } from '../support/vscode/asset.ts';
import { run } from '../support/vscode/npm.ts';
import { endProcessesNaming } from '../support/vscode/processes.ts';
import {
  bundleSuite,
  editorSuites,
  judge,
  watchstanderVsix,
  type SuiteBundle,
} from '../support/vscode/suite.ts';

/** The version that the other editor tests run in; VSCODE_TEST_VERSION takes another. */
const version = process.env['VSCODE_TEST_VERSION'] ?? '1.139.1';

/** A reason why nothing could run here, as a person wants to read it: no stack. */
class CannotRun extends Error {}

async function main(): Promise<void> {
  if (!existsSync(watchstanderVsix)) {
    throw new CannotRun(`${watchstanderVsix} is missing: run "npm run package" first.`);
  }
  if (process.platform === 'linux' && !hasDisplay()) {
    throw new CannotRun('Desktop VS Code needs a display: run this under a desktop or xvfb-run.');
  }
  const executable = await findExecutable();
  const root = await mkdtemp(path.join(tmpdir(), 'vscode-desktop-'));
  try {
    await runIn(executable, root, await bundleSuite(await editorSuites(), root));
  } finally {
    await endProcessesNaming(root);
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  }
}

function hasDisplay(): boolean {
  return [process.env['DISPLAY'], process.env['WAYLAND_DISPLAY']].some(Boolean);
}

async function findExecutable(): Promise<string> {
  const given = process.env['VSCODE_TEST_EXECUTABLE'];
  if (given !== undefined) {
    if (existsSync(given)) return given;
    throw new CannotRun(`VSCODE_TEST_EXECUTABLE is ${given}, and that does not exist.`);
  }
  try {
    const cachePath = path.join(assetRoot, 'desktop');
    return await downloadAndUnzipVSCode({ version, cachePath, timeout: 30_000 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CannotRun(
      `VS Code ${version} cannot be downloaded here (${reason}).\n` +
        'Set VSCODE_TEST_EXECUTABLE to the executable of an installed one;\n' +
        '"node test/editor/runInHost.ts" runs the same suites in a VS Code from the npm registry.',
    );
  }
}

async function runIn(executable: string, root: string, bundle: SuiteBundle): Promise<void> {
  const own = [
    `--user-data-dir=${path.join(root, 'user')}`,
    `--extensions-dir=${path.join(root, 'extensions')}`,
  ];
  const cli = resolveCliPathFromVSCodeExecutablePath(executable);
  await run(repositoryRoot, cli, [...own, '--no-sandbox', '--install-extension', watchstanderVsix]);
  await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: bundle.carrier,
    extensionTestsPath: bundle.entry,
    extensionTestsEnv: { WATCHSTANDER_HOME: path.join(root, 'home') },
    launchArgs: [bundle.carrier, ...own],
  });
  progress(`${judge(bundle)} passed in desktop VS Code`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof CannotRun ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
