import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Clock } from '../../shared/clock.ts';
import { homeLayout } from '../../shared/home.ts';
import type { SessionKind } from '../../shared/protocol.ts';
import { readInvitation } from './home.ts';
import { writingIn } from './homeFault.ts';
import { isProcessThere } from './processState.ts';

/**
 * What a sidecar may inherit. It outlives the window that starts it and belongs to the user, not to
 * that window: no tokens, no VS Code or Electron switches, no NODE_OPTIONS.
 */
const inherited = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'XDG_DATA_HOME',
  'USERPROFILE',
  'USERNAME',
  'APPDATA',
  'LOCALAPPDATA',
  'SystemRoot',
  'TEMP',
  'TMP',
];

/**
 * How large the room for what is short-lived may become; when it may is up to the sidecar itself
 * (server/process/engine.ts). Half as many threads for the engine's own work take less memory, and
 * check-ins are as fast without them (measured). Every Node that may start a sidecar must know these: it
 * refuses to run with others. And none of them may choose compilers: Node then does not trust what it
 * brings of its own modules, compiles them at each start, and takes 20 ms more for it.
 */
const engineFlags = ['--max-semi-space-size=16', '--v8-pool-size=2'];

export interface Starting {
  readonly home: string;
  /** Absolute path of dist/sidecar.js. */
  readonly sidecar: string;
  readonly clock: Clock;
}

/** How a start came to nothing. */
export interface End {
  readonly pid: number | undefined;
  /** Not that another one was there first. */
  readonly isFailure: boolean;
}

type Start = (starting: Starting, onEnded: (end: End) => void) => void;

/**
 * A shim is part of its agent's program, and a program may end what it started with all that descends
 * from it (Copilot CLI does); the sidecar is everybody's. There only the shell knows how to be rid of a
 * child; on Windows nobody does.
 */
export function startOfKind(kind: SessionKind): Start {
  return kind === 'mcp' && process.platform !== 'win32' ? startApart : startAsChild;
}

const startAsChild: Start = ({ home, sidecar }, onEnded) => {
  const child = spawnDetached(home, commandOf(home, sidecar), 'file');
  child.once('exit', (code) => onEnded({ pid: child.pid, isFailure: code !== 0 }));
  child.once('error', () => onEnded({ pid: child.pid, isFailure: true }));
  child.unref();
};

/** The shell says who it started and ends, so that its child is nobody's. */
const startApart: Start = (starting, onEnded) => {
  const { home, sidecar } = starting;
  const command = ['/bin/sh', '-c', '"$@" >&2 & echo $!', 'sh', ...commandOf(home, sidecar)];
  const shell = spawnDetached(home, command, 'pipe');
  let said = '';
  shell.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  shell.once('error', () => onEnded({ pid: undefined, isFailure: true }));
  shell.once('close', () => watchStart(starting, Number(said), onEnded));
};

const lookMs = 50;
/** Longer no start is taken as under way. */
const watchedMs = 5_000;

/** Nobody is told how it ended: one that ends and leaves nobody to be reached has failed. */
function watchStart({ home, clock }: Starting, pid: number, onEnded: (end: End) => void): void {
  const untilMs = clock.monotonicMs() + watchedMs;
  const watch = clock.every(lookMs, () => {
    // Where nobody collects what is orphaned, as in many containers, the dead stay listed.
    const isOver = !isProcessThere(pid);
    if (isOver || clock.monotonicMs() > untilMs) watch.dispose();
    if (isOver) onEnded({ pid, isFailure: readInvitation(home) === null });
  });
}

function commandOf(home: string, sidecar: string): string[] {
  return [process.execPath, ...engineFlags, sidecar, '--home', home];
}

/** Detached, with files as stdio: a child with pipes dies with the window that started it. */
function spawnDetached(
  home: string,
  [command = '', ...args]: readonly string[],
  output: 'file' | 'pipe',
): ChildProcess {
  const log = writingIn(home, () => openLog(home));
  const stdio: StdioOptions = ['ignore', output === 'file' ? log : 'pipe', log];
  try {
    return spawn(command, args, {
      cwd: home,
      detached: true,
      env: sidecarEnvironment(process.env),
      stdio,
      windowsHide: true,
    });
  } finally {
    closeSync(log);
  }
}

function openLog(home: string): number {
  mkdirSync(join(home, homeLayout.log), { recursive: true, mode: 0o700 });
  return openSync(join(home, homeLayout.sidecarLog), 'a', 0o600);
}

export function sidecarEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = inherited.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  // Under Electron the same executable is Node only when told so.
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1' };
}
