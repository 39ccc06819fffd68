import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { repositoryRoot } from '../support/vscode/asset.ts';
import { run } from '../support/vscode/npm.ts';
import { endProcessesNaming } from '../support/vscode/processes.ts';

/** A desktop VS Code on a profile of its own, which ends and goes with `close`. */
export interface DesktopEditor {
  /** Resolves when the person closes the window. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** The `code` on PATH, or null where it cannot open a window. */
export function desktopEditor(env: NodeJS.ProcessEnv): string | null {
  const isRoot = process.getuid?.() === 0;
  const needsDisplay = process.platform === 'linux';
  const hasDisplay = [env['DISPLAY'], env['WAYLAND_DISPLAY']].some(Boolean);
  // In a remote terminal `code` talks to the window that owns the terminal and takes no profile.
  const isRemote = Boolean(env['VSCODE_IPC_HOOK_CLI']);
  // Windows' `code` is a script that needs a shell of its own: there the server is used.
  if (process.platform === 'win32' || isRoot || isRemote) return null;
  if (needsDisplay && !hasDisplay) return null;
  const folders = (env['PATH'] ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, 'code')).find(isExecutable) ?? null;
}

export async function openDesktop(
  code: string,
  vsix: string,
  home: string,
): Promise<DesktopEditor> {
  const root = await mkdtemp(path.join(tmpdir(), 'watchstander-demo-'));
  const own = [
    `--user-data-dir=${path.join(root, 'user')}`,
    `--extensions-dir=${path.join(root, 'extensions')}`,
  ];
  await prepareProfile(root);
  await run(repositoryRoot, code, [...own, '--install-extension', vsix]);
  const window = spawn(code, [...own, '--new-window', '--wait', path.join(root, 'workspace')], {
    env: windowEnvironment(home),
    stdio: 'ignore',
  });
  return {
    closed: ended(window),
    close: async () => {
      await endProcessesNaming(root);
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function prepareProfile(root: string): Promise<void> {
  const settings = { 'workbench.startupEditor': 'none', 'security.workspace.trust.enabled': false };
  const folder = path.join(root, 'user/User');
  await mkdir(folder, { recursive: true });
  await mkdir(path.join(root, 'workspace'));
  await writeFile(path.join(folder, 'settings.json'), JSON.stringify(settings));
}

/** Without what a VS Code that this was started from put there for itself. */
function windowEnvironment(home: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_)/.test(name));
  return { ...Object.fromEntries(kept), WATCHSTANDER_HOME: home };
}

function ended(window: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    window.once('error', reject);
    window.once('exit', () => resolve());
  });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    // Not there, or not to be run: the next folder of PATH may have it.
    return false;
  }
}
