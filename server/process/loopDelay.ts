import { monitorEventLoopDelay } from 'node:perf_hooks';
import { toDisposable, type Disposable } from '../../shared/lifecycle.ts';

/** Finer sampling costs: 10 ms takes 0.74 % of a core, 500 ms 0.02 %, a second half of that (measured). */
const resolutionMs = 1_000;

/** Milliseconds that something waited for the event loop. */
export interface Delays {
  readonly p50: number;
  readonly p99: number;
}

/** How long this process keeps its event loop waiting. */
export interface LoopDelay extends Disposable {
  /** Of the time between the last two turns: what it was once is no sign of how it is. */
  read(): Delays;
  turn(): void;
}

export function watchLoopDelay(): LoopDelay {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  histogram.enable();
  const now = (): Delays => ({
    p50: beyondResolution(histogram.percentile(50)),
    p99: beyondResolution(histogram.percentile(99)),
  });
  let last: Delays | null = null;
  return {
    ...toDisposable(() => histogram.disable()),
    read: () => last ?? now(),
    turn: () => {
      last = now();
      histogram.reset();
    },
  };
}

/** The histogram's nanoseconds include the sampling period; there is nothing before the first sample. */
function beyondResolution(nanoseconds: number): number {
  const ms = nanoseconds / 1e6 - resolutionMs;
  return Number.isFinite(ms) ? Math.max(0, Math.round(ms * 10) / 10) : 0;
}
