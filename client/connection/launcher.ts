import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Clock } from '../../shared/clock.ts';
import { WatchstanderError } from '../../shared/errors.ts';
import { homeLayout } from '../../shared/home.ts';

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

/** A start that has not ended this quickly is taken as under way. */
const startMs = 5_000;
const failuresInARow = 5;

/**
 * Starts sidecars, one at a time. Only those that ended with a failure before anybody was answered
 * count against the budget: a loser of the race for the lock leaves with 0.
 */
export class Launcher {
  private child: ChildProcess | null = null;
  private startedMs = 0;
  private failed = 0;
  private readonly home: string;
  private readonly sidecar: string;
  private readonly clock: Clock;

  constructor(home: string, sidecar: string, clock: Clock) {
    this.home = home;
    this.sidecar = sidecar;
    this.clock = clock;
  }

  /** True while a start of ours may still succeed. */
  get isStarting(): boolean {
    return this.child !== null && this.clock.monotonicMs() - this.startedMs < startMs;
  }

  /** @throws WatchstanderError UNAVAILABLE when the budget is used up. */
  launch(): void {
    if (this.failed >= failuresInARow) throw this.giveUp();
    this.startedMs = this.clock.monotonicMs();
    const child = spawnSidecar(this.home, this.sidecar);
    this.child = child;
    child.once('exit', (code) => this.ended(child, code ?? 1));
    child.once('error', () => this.ended(child, 1));
    child.unref();
  }

  answered(): void {
    this.failed = 0;
  }

  private ended(child: ChildProcess, code: number): void {
    if (this.child !== child) return;
    this.child = null;
    if (code !== 0) this.failed += 1;
  }

  private giveUp(): WatchstanderError {
    return new WatchstanderError(
      'UNAVAILABLE',
      `The sidecar ended ${failuresInARow} times in a row before it could answer.`,
      `Look at ${join(this.home, homeLayout.sidecarLog)}, correct what it names, then retry.`,
    );
  }
}

/** Detached, with files as stdio: a child with pipes dies with the window that started it. */
function spawnSidecar(home: string, sidecar: string): ChildProcess {
  mkdirSync(join(home, homeLayout.log), { recursive: true, mode: 0o700 });
  const log = openSync(join(home, homeLayout.sidecarLog), 'a', 0o600);
  try {
    return spawn(process.execPath, [sidecar, '--home', home], {
      cwd: home,
      detached: true,
      env: sidecarEnvironment(process.env),
      stdio: ['ignore', log, log],
      windowsHide: true,
    });
  } finally {
    closeSync(log);
  }
}

export function sidecarEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = inherited.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  // Under Electron the same executable is Node only when told so.
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1' };
}
