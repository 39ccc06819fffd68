import type { Clock } from '../../shared/clock.ts';
import type { Disposable } from '../../shared/lifecycle.ts';

/** A timer that fires this much too late fired after a sleep of the machine, not after a wait. */
const latenessMs = 5_000;
/** Longer waits than a host's timers take are waited for in parts. */
const longestWaitMs = 86_400_000;

export type Wake = 'waited' | 'slept';

/**
 * One timer for many things that become due. It runs only while something is to be waited for, and
 * tells a wait from a sleep of the machine: whichever of the two clocks stands still meanwhile, the
 * other one jumps.
 */
export class DueTimer implements Disposable {
  private readonly clock: Clock;
  private readonly wake: (how: Wake) => void;
  private timer: Disposable | null = null;
  private dueMs = Infinity;

  constructor(clock: Clock, wake: (how: Wake) => void) {
    this.clock = clock;
    this.wake = wake;
  }

  get isWaiting(): boolean {
    return this.timer !== null;
  }

  /** Wakes at this monotonic time at the latest; sooner when it waits for something sooner. */
  by(dueMs: number): void {
    if (this.timer !== null && this.dueMs <= dueMs) return;
    this.timer?.dispose();
    const nowMs = this.clock.monotonicMs();
    const delayMs = Math.min(longestWaitMs, Math.max(0, dueMs - nowMs));
    const planned = { monotonicMs: nowMs + delayMs, wallMs: this.clock.wallMs() + delayMs };
    this.dueMs = dueMs;
    this.timer = this.clock.after(delayMs, () => this.fire(planned));
  }

  dispose(): void {
    this.timer?.dispose();
    this.timer = null;
  }

  private fire(planned: { readonly monotonicMs: number; readonly wallMs: number }): void {
    this.timer = null;
    const lateMs = Math.max(
      this.clock.monotonicMs() - planned.monotonicMs,
      this.clock.wallMs() - planned.wallMs,
    );
    this.wake(lateMs > latenessMs ? 'slept' : 'waited');
  }
}
