import type { Clock } from '../../../shared/clock.ts';
import type { FoundRecord } from '../record.ts';

/** Between two looks; a look that comes much later than it should was a sleep of the machine. */
export const lookMs = 5_000;

interface Watched {
  readonly beatMs: number;
  readonly sinceMs: number;
}

/**
 * How long each record has been without a beat, as far as we have seen ourselves: what its time says
 * is no proof, because a clock may have been set, and the machine may have slept.
 */
export class SilenceBook {
  private readonly clock: Clock;
  private watched = new Map<string, Watched>();
  private lookedMs: number;

  constructor(clock: Clock) {
    this.clock = clock;
    this.lookedMs = clock.monotonicMs();
  }

  /** Takes note of how the records are now; forgets those that are gone. */
  look(records: readonly FoundRecord[]): void {
    const nowMs = this.clock.monotonicMs();
    const isLate = nowMs - this.lookedMs > 2 * lookMs;
    this.lookedMs = nowMs;
    this.watched = new Map(
      records.map(({ nonce, beatMs }) => {
        const before = isLate ? undefined : this.watched.get(nonce);
        const isSilent = before?.beatMs === beatMs;
        return [nonce, isSilent ? before : { beatMs, sinceMs: nowMs }];
      }),
    );
  }

  /** Up to the last look: whatever passed since may have been a sleep. */
  silentMs(nonce: string): number {
    const since = this.watched.get(nonce)?.sinceMs;
    return since === undefined ? 0 : this.lookedMs - since;
  }
}
