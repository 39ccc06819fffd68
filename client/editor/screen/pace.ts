import type { Clock } from '../../../shared/clock.ts';
import type { Disposable } from '../../../shared/lifecycle.ts';

/**
 * VS Code debounces tree events by 200 ms and starts over with each one: events that come faster
 * refresh a tree once and then never. So two are never closer than this.
 */
const periodMs = 250;

/** Runs at once when asked after a pause, then at most once a period, and never misses the last. */
export class Pace implements Disposable {
  private readonly clock: Clock;
  private readonly run: () => void;
  private pause: Disposable | null = null;
  private isAsked = false;

  constructor(clock: Clock, run: () => void) {
    this.clock = clock;
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
    this.pause = this.clock.after(periodMs, () => this.go());
    this.run();
  }
}
