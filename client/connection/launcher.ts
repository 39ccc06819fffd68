import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Clock } from '../../shared/clock.ts';
import { failures, fromFailure, isFailure, WatchstanderError } from '../../shared/errors.ts';
import { homeLayout, type StartFailure } from '../../shared/home.ts';
import { StartTurn } from './startTurn.ts';
import type { Reach } from './types.ts';

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

/** Who makes a sidecar retire brings a newer one; if it does not come, ours has to do. */
const yieldMs = 5_000;
/** A start that has not ended this quickly is taken as under way. */
const startMs = 5_000;
const failuresInARow = 5;

/**
 * Starts sidecars, one at a time. Lives as long as its client: only those that ended with a failure
 * before this client was answered count against the budget, and in a row. A loser of the race for
 * the lock leaves with 0; one that has served and ends is no fault of its start.
 */
export class Launcher {
  private child: ChildProcess | null = null;
  private startedMs = 0;
  private yieldsUntilMs = 0;
  private failed = 0;
  private reason: WatchstanderError | null = null;
  private readonly home: string;
  private readonly sidecar: string;
  private readonly clock: Clock;
  private readonly turn: StartTurn;

  constructor({ home, sidecar, clock }: Pick<Reach, 'home' | 'sidecar' | 'clock'>) {
    this.home = home;
    this.sidecar = sidecar;
    this.clock = clock;
    this.turn = new StartTurn(home, clock);
  }

  /**
   * Starts one, unless somebody does already.
   * @throws WatchstanderError UNAVAILABLE when the budget is used up.
   */
  launch(): void {
    if (this.failed >= failuresInARow) throw this.giveUp();
    if (this.isStarting || this.isYielding || !this.turn.take()) return;
    this.startedMs = this.clock.monotonicMs();
    const child = spawnSidecar(this.home, this.sidecar);
    this.child = child;
    child.once('exit', (code) => this.ended(child, code ?? 1));
    child.once('error', () => this.ended(child, 1));
    child.unref();
  }

  /** A request was answered: whatever happens to that sidecar now, it could start. */
  answered(): void {
    this.child = null;
    this.failed = 0;
    this.reason = null;
    this.turn.giveBack();
  }

  /**
   * The sidecar retires for a newer version: one of ours would be made to retire as well, and the two
   * versions would take turns.
   */
  yield(): void {
    this.yieldsUntilMs = this.clock.monotonicMs() + yieldMs;
  }

  /** What is said when nobody was reached in time: what the last start left, where it left anything. */
  get unreached(): WatchstanderError {
    return this.reason ?? failures.unavailable('The sidecar could not be reached in time.');
  }

  private get isYielding(): boolean {
    return this.clock.monotonicMs() < this.yieldsUntilMs;
  }

  private get isStarting(): boolean {
    return this.child !== null && this.clock.monotonicMs() - this.startedMs < startMs;
  }

  private ended(child: ChildProcess, code: number): void {
    if (this.child !== child) return;
    this.child = null;
    this.turn.giveBack();
    this.reason = readStartFailure(this.home, child.pid) ?? this.reason;
    if (code !== 0) this.failed += 1;
  }

  private giveUp(): WatchstanderError {
    const log = join(this.home, homeLayout.sidecarLog);
    const count = `The sidecar ended ${failuresInARow} times in a row before it could answer`;
    if (this.reason === null) {
      const step = `Look at ${log}, correct what it names, then retry.`;
      return new WatchstanderError('UNAVAILABLE', `${count}.`, step);
    }
    const { message, nextStep } = this.reason;
    return new WatchstanderError('UNAVAILABLE', `${count}: ${message}`, nextStep);
  }
}

/** What that process left as its last words. Null when it died without, as in a crash. */
function readStartFailure(home: string, pid: number | undefined): WatchstanderError | null {
  try {
    const left = JSON.parse(readFileSync(join(home, homeLayout.startFailure), 'utf8')) as unknown;
    const { pid: whose, failure } = (left ?? {}) as Partial<StartFailure>;
    return whose === pid && isFailure(failure) ? fromFailure(failure) : null;
  } catch (error) {
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isGone || error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * Least room for what is short-lived: a start that reads much stays 90 MB smaller (measured), and
 * check-ins are as fast as with eight times as much.
 */
const engineFlags = ['--max-semi-space-size=2'];

/** Detached, with files as stdio: a child with pipes dies with the window that started it. */
function spawnSidecar(home: string, sidecar: string): ChildProcess {
  mkdirSync(join(home, homeLayout.log), { recursive: true, mode: 0o700 });
  const log = openSync(join(home, homeLayout.sidecarLog), 'a', 0o600);
  try {
    return spawn(process.execPath, [...engineFlags, sidecar, '--home', home], {
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
