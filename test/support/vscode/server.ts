import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { until } from '../until.ts';
import { repositoryRoot, timed } from './asset.ts';
import { launchBrowser } from './chromium.ts';
import { linkNeededExtensions, serverMain } from './codeServer.ts';
import { pinnedNode } from './npm.ts';
import { endProcessesNaming } from './processes.ts';
import { openWindow, type WindowOptions } from './openWindow.ts';
import type { VscodeWindow } from './window.ts';

export type Settings = Readonly<Record<string, unknown>>;

export interface ServerOptions {
  /**
   * WATCHSTANDER_HOME of the extension hosts. Whoever gives it also ends the sidecar that lives in
   * it (after the server: an extension host would start another one). Without it the home is a
   * fresh folder, and stop() ends what runs there and removes it.
   */
  readonly home?: string;
  /** VSIX files, installed the way a user does. */
  readonly vsix?: readonly string[];
  /**
   * Of the extensions that come with VS Code: 'all', as a user has them, where that is what is looked at
   * or measured; 'needed', the default, costs each server and each window a fifth less.
   */
  readonly builtIn?: 'all' | 'needed';
  /** User settings on top of `quietSettings`. */
  readonly settings?: Settings;
  readonly extraEnv?: Readonly<Record<string, string>>;
  /**
   * 'on' lets a page pass test parameters (suites in the extension host); VS Code then never draws
   * a toast, so any check of toasts needs 'off', the default.
   */
  readonly smokeTestDriver?: 'on' | 'off';
  readonly connectionToken?: 'on' | 'off';
  readonly workspaceTrust?: 'on' | 'off';
}

/** What would draw over, or compete with, what a test looks at. */
const quietSettings: Settings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'git.enabled': false,
  // As on the desktop; the web workbench saves by itself after a second.
  'files.autoSave': 'off',
};

/** A VS Code server of our own, with its own data, and the browser its windows are in. */
export class VscodeServer {
  readonly home: string;
  /** Temporary folder of this server; every process of it has this path in its environment. */
  readonly root: string;
  /** `http://127.0.0.1:<port>`; the token, where there is one, is in `token`. */
  readonly origin: string;
  readonly token: string | undefined;
  private readonly place: Place;
  private readonly guard: ChildProcess;
  private readonly windows: VscodeWindow[] = [];
  private browser: Promise<Browser> | undefined;

  constructor(place: Place, started: Started) {
    this.place = place;
    this.home = place.home;
    this.root = place.root;
    this.guard = started.guard;
    this.origin = started.origin;
    this.token = started.token;
  }

  /** A window on `folder` (default: an empty one), with an extension host of its own. */
  async openWindow(options: WindowOptions = {}): Promise<VscodeWindow> {
    this.browser ??= timed('browser started', () => launchBrowser(this.root));
    const folder = options.folder ?? this.place.workspace;
    const url = new URL(this.origin);
    if (this.token !== undefined) url.searchParams.set('tkn', this.token);
    const window = await openWindow(await this.browser, url, { ...options, folder });
    this.windows.push(window);
    return window;
  }

  /** Everything the server and its extension hosts wrote to their log files. */
  get logFolder(): string {
    return path.join(this.place.data, 'data', 'logs');
  }

  /** Windows, browser, server, extension hosts; then, in a home of our own, the sidecar. */
  async stop(): Promise<void> {
    try {
      for (const window of this.windows) await window.close();
      await (await this.browser)?.close();
    } finally {
      await this.stopServer();
    }
  }

  private async stopServer(): Promise<void> {
    if (this.guard.exitCode === null) {
      this.guard.stdin?.end('stop');
      await once(this.guard, 'exit');
    }
    await endProcessesNaming(this.place.root);
    await rm(this.place.root, { recursive: true, force: true, maxRetries: 5 });
  }
}

export async function startServer(options: ServerOptions = {}): Promise<VscodeServer> {
  const main = await serverMain();
  const place = await makePlace(options.home);
  await writeSettings(place, { ...quietSettings, ...options.settings });
  if (options.builtIn !== 'all') await linkNeededExtensions(place.builtIn);
  const started = await timed('server started', () => launch(main, place, options));
  return new VscodeServer(place, started);
}

interface Place {
  readonly root: string;
  readonly data: string;
  readonly builtIn: string;
  readonly workspace: string;
  readonly home: string;
}

/** The root folder's unique name marks every process of this server. */
async function makePlace(home: string | undefined): Promise<Place> {
  const root = await mkdtemp(path.join(tmpdir(), 'vscode-run-'));
  const place = {
    root,
    data: path.join(root, 'data'),
    builtIn: path.join(root, 'built-in'),
    workspace: path.join(root, 'workspace'),
    // Called as the platform's own is: what is contributed for a policy.json there, is for this one.
    home: home ?? path.join(root, 'watchstander'),
  };
  await mkdir(place.workspace);
  await mkdir(place.home, { recursive: true, mode: 0o700 });
  return place;
}

async function writeSettings(place: Place, settings: Settings): Promise<void> {
  const folder = path.join(place.data, 'data', 'User');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'settings.json'), JSON.stringify(settings, null, 2));
}

interface Started {
  readonly guard: ChildProcess;
  readonly origin: string;
  readonly token: string | undefined;
}

async function launch(main: string, place: Place, options: ServerOptions): Promise<Started> {
  const token = options.connectionToken === 'on' ? randomUUID() : undefined;
  const guard = spawn(
    pinnedNode,
    [
      path.join(import.meta.dirname, 'guard.ts'),
      place.root,
      pinnedNode,
      main,
      `--server-data-dir=${place.data}`,
      ...(options.builtIn === 'all' ? [] : [`--builtin-extensions-dir=${place.builtIn}`]),
      ...serverArguments(token, options),
    ],
    {
      cwd: repositoryRoot,
      env: {
        ...ownEnvironment(),
        // What a test connects to, and the login shell that VS Code asks, are not the real user's.
        HOME: place.root,
        WATCHSTANDER_HOME: place.home,
        ...options.extraEnv,
        WATCHSTANDER_TEST_RUN: place.root,
        // Where VS Code puts its sockets; without it they pile up in the common temporary folder.
        XDG_RUNTIME_DIR: place.root,
        // The desktop's VS Code comes compiled; here the first server leaves that to the others.
        NODE_COMPILE_CACHE: path.join(repositoryRoot, 'test-results/compiled'),
      },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    },
  );
  return { guard, token, origin: await listening(guard, options.vsix) };
}

/** Without what a VS Code, or a coverage run, that started the tests put there for itself. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_|ELECTRON_|NODE_OPTIONS$|NODE_V8_COVERAGE$)/u;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

/** Port 0: the server picks a free one and says which. */
function serverArguments(token: string | undefined, options: ServerOptions): string[] {
  return [
    '--host=127.0.0.1',
    '--port=0',
    '--accept-server-license-terms',
    '--disable-telemetry',
    // A page that vanished keeps its extension host for so many seconds (3 hours by default).
    '--reconnection-grace-time=3',
    // Or the first window waits for the login shell of whoever runs the tests, ten seconds if it hangs.
    '--force-disable-user-env',
    token === undefined ? '--without-connection-token' : `--connection-token=${token}`,
    ...(options.workspaceTrust === 'on' ? [] : ['--disable-workspace-trust']),
    ...(options.smokeTestDriver === 'on' ? ['--enable-smoke-test-driver'] : []),
    ...installArguments(options.vsix ?? []),
  ];
}

/** By the server that starts: a process of its own for it would load the same programs again. */
function installArguments(files: readonly string[]): string[] {
  if (files.length === 0) return [];
  return ['--start-server', '--force', ...files.map((file) => `--install-extension=${file}`)];
}

async function listening(guard: ChildProcess, vsix: readonly string[] = []): Promise<string> {
  const output = collect(guard);
  const port = () => /Extension host agent listening on (\d+)/u.exec(output())?.[1];
  const isInstalled = (file: string) =>
    output().includes(`Extension '${path.basename(file)}' was successfully installed`);
  await until('the VS Code server listens, with what was to be installed', () => {
    assert.equal(guard.exitCode, null, `the VS Code server ended:\n${output()}`);
    assert.ok(!output().includes('Failed Installing Extensions'), output());
    return port() !== undefined && vsix.every(isInstalled);
  });
  return `http://127.0.0.1:${String(port())}`;
}

function collect(child: ChildProcess): () => string {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-20_000);
    });
  }
  return () => output;
}
