import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { failures, fromFailure, isFailure, WatchstanderError } from '../../shared/errors.ts';
import { homeLayout, type StartFailure } from '../../shared/home.ts';
import { startOfKind, type End } from './sidecarStart.ts';
import { StartTurn } from './startTurn.ts';
import type { Reach } from './types.ts';

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
export class SidecarStarter {
  /** Stands for the start that is under way. */
  private current: symbol | null = null;
  private startedMs = 0;
  private yieldsUntilMs = 0;
  private failed = 0;
  private reason: WatchstanderError | null = null;
  private readonly home: string;
  private readonly sidecar: string;
  private readonly clock: Clock;
  private readonly turn: StartTurn;
  private readonly start: ReturnType<typeof startOfKind>;

  constructor({ home, kind, sidecar, clock }: Pick<Reach, 'home' | 'kind' | 'sidecar' | 'clock'>) {
    this.home = home;
    this.start = startOfKind(kind);
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
    const start = Symbol('start');
    this.current = start;
    const { home, sidecar, clock } = this;
    this.start({ home, sidecar, clock }, (end) => this.ended(start, end));
  }

  /** A request was answered: whatever happens to that sidecar now, it could start. */
  answered(): void {
    this.current = null;
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
    return this.current !== null && this.clock.monotonicMs() - this.startedMs < startMs;
  }

  private ended(start: symbol, { pid, isFailure }: End): void {
    if (this.current !== start) return;
    this.current = null;
    this.turn.giveBack();
    const reason = readStartFailure(this.home, pid);
    this.reason = reason ?? this.reason;
    // Whoever holds the store may go: to find it held is no failure of a start.
    if (isFailure && reason?.code !== 'LOCKED') this.failed += 1;
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
