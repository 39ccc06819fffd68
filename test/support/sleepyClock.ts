import type { Clock } from '../../shared/clock.ts';
import { ManualClock } from './manualClock.ts';

/** A clock that is put to sleep: the wall goes on, and the monotonic one stands still. */
export class SleepyClock implements Clock {
  private readonly manual = new ManualClock();
  private sleptMs = 0;

  readonly wallMs = (): number => this.manual.wallMs() + this.sleptMs;
  readonly monotonicMs = this.manual.monotonicMs;
  readonly after = this.manual.after;
  readonly every = this.manual.every;

  sleep(ms: number): void {
    this.sleptMs += ms;
  }

  advance(ms: number): void {
    this.manual.advance(ms);
  }

  get pending(): number {
    return this.manual.pending;
  }
}
