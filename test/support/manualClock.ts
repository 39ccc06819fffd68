import { toDisposable } from '../../shared/lifecycle.ts';
import type { Clock } from '../../shared/clock.ts';

interface Timer {
  dueMs: number;
  readonly periodMs: number | null;
  readonly run: () => void;
}

/** A clock that moves only when told to; due timers run in order. */
export class ManualClock implements Clock {
  private nowMs = 0;
  private readonly timers = new Set<Timer>();

  readonly wallMs = (): number => Date.UTC(2026, 0, 1) + this.nowMs;
  readonly monotonicMs = (): number => this.nowMs;
  readonly after: Clock['after'] = (delayMs, run) =>
    this.add({ dueMs: this.nowMs + delayMs, periodMs: null, run });
  readonly every: Clock['every'] = (periodMs, run) =>
    this.add({ dueMs: this.nowMs + periodMs, periodMs, run });

  get pending(): number {
    return this.timers.size;
  }

  advance(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (let timer = this.next(untilMs); timer !== null; timer = this.next(untilMs)) {
      this.nowMs = timer.dueMs;
      if (timer.periodMs === null) this.timers.delete(timer);
      else timer.dueMs += timer.periodMs;
      timer.run();
    }
    this.nowMs = untilMs;
  }

  private add(timer: Timer): ReturnType<Clock['after']> {
    this.timers.add(timer);
    return toDisposable(() => this.timers.delete(timer));
  }

  private next(untilMs: number): Timer | null {
    const due = [...this.timers].filter((timer) => timer.dueMs <= untilMs);
    return due.sort((a, b) => a.dueMs - b.dueMs)[0] ?? null;
  }
}
