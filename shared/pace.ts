import type { Clock } from './clock.ts';
import type { Disposable } from './lifecycle.ts';

/** Runs at once when asked after a pause, then at most once a period, and never misses the last. */
export class Pace implements Disposable {
  private readonly clock: Clock;
  private readonly periodMs: number;
  private readonly run: () => void;
  private pause: Disposable | null = null;
  private isAsked = false;

  constructor(clock: Clock, periodMs: number, run: () => void) {
    this.clock = clock;
    this.periodMs = periodMs;
    this.run = run;
  }

  ask(): void {
    this.isAsked = true;
    if (this.pause === null) this.go();
  }

  dispose(): void {
    this.pause?.dispose();
    this.isAsked = false;
  }

  private go(): void {
    this.pause = null;
    if (!this.isAsked) return;
    this.isAsked = false;
    this.pause = this.clock.after(this.periodMs, () => this.go());
    this.run();
  }
}
