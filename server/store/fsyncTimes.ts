import type { Clock } from '../../shared/clock.ts';

/** How long the disk took, of the last 1,024 times. */
export class FsyncTimes {
  private readonly clock: Clock;
  private readonly durations: number[] = [];
  private next = 0;
  private lastMs: number | null = null;
  /** Every beat of every session asks: sorting each time was a quarter of what an idle sidecar took. */
  private p99: number | null = null;
  private isCurrent = true;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Something begun at `startMs` (monotonic) is durable now. */
  add(startMs: number): void {
    this.lastMs = this.clock.monotonicMs();
    this.durations[this.next] = this.lastMs - startMs;
    this.next = (this.next + 1) % 1_024;
    this.isCurrent = false;
  }

  get ageMs(): number | null {
    return this.lastMs === null ? null : this.clock.monotonicMs() - this.lastMs;
  }

  get p99Ms(): number | null {
    if (!this.isCurrent) {
      const sorted = this.durations.toSorted((a, b) => a - b);
      this.p99 = sorted[Math.floor(sorted.length * 0.99)] ?? null;
      this.isCurrent = true;
    }
    return this.p99;
  }
}
