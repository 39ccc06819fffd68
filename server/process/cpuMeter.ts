import process from 'node:process';
import type { Clock } from '../../shared/clock.ts';

/** What share of one core this process takes. */
export class CpuMeter {
  private readonly clock: Clock;
  private sample: { readonly atMs: number; readonly spentMs: number };
  private lastPercent: number | null = null;

  constructor(clock: Clock) {
    this.clock = clock;
    this.sample = this.take();
  }

  /** Ends a period and begins the next. */
  turn(): void {
    this.lastPercent = this.sinceSample();
    this.sample = this.take();
  }

  /** Of the last whole period; before its end, of what there is of the first. */
  get percent(): number {
    return this.lastPercent ?? this.sinceSample();
  }

  private sinceSample(): number {
    const { atMs, spentMs } = this.take();
    const elapsedMs = Math.max(1, atMs - this.sample.atMs);
    return Math.round(((spentMs - this.sample.spentMs) / elapsedMs) * 1_000) / 10;
  }

  private take(): { atMs: number; spentMs: number } {
    const { user, system } = process.cpuUsage();
    return { atMs: this.clock.monotonicMs(), spentMs: (user + system) / 1_000 };
  }
}
