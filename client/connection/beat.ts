import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import { everyInStep, type Clock } from '../../shared/clock.ts';
import { DisposableStore, toDisposable, type Disposable } from '../../shared/lifecycle.ts';
import { beats, type BeatParams } from '../../shared/beats.ts';
import { late, within, type Line } from './retry.ts';

/** Coarser than needed for a graph, because finer costs: 10 ms takes 0.74 % of a core, 500 ms 0.02 %. */
const resolutionMs = 500;

/**
 * Tells the sidecar at once and then every few seconds that this client lives, and drops the line after
 * `beats.missedAnswers` in a row without an answer.
 */
export function startBeating(clock: Clock, line: Line): Disposable {
  const life = new DisposableStore();
  const delays = monitorEventLoopDelay({ resolution: resolutionMs });
  delays.enable();
  life.add(toDisposable(() => delays.disable()));
  let sequence = 0;
  let missed = 0;
  const cpu = cpuSinceLast(clock);
  const beat = async (): Promise<void> => {
    sequence += 1;
    const params: BeatParams = {
      sequence,
      event_loop_delay_p50_ms: loopDelayMs(delays.percentile(50)),
      event_loop_delay_p99_ms: loopDelayMs(delays.percentile(99)),
      rss_bytes: process.memoryUsage.rss(),
      cpu_percent: cpu(),
    };
    // What it was once is no sign of how it is.
    delays.reset();
    const isAnswered = await answers(clock, line, params);
    missed = isAnswered ? 0 : missed + 1;
    if (missed >= beats.missedAnswers) line.drop();
  };
  life.add(everyInStep(clock, beats.periodMs, () => void beat()));
  // Until the first one nothing is known of this process.
  void beat();
  return life;
}

async function answers(clock: Clock, line: Line, params: BeatParams): Promise<boolean> {
  try {
    const answer = await within(clock, beats.periodMs, line.send('watchstander/beat', params));
    return answer !== late;
  } catch {
    // The line is gone; its close is noticed where it is owned.
    return false;
  }
}

/** Percent of one core, since the process started and then since the last call. */
function cpuSinceLast(clock: Clock): () => number {
  let atMs = clock.monotonicMs() - process.uptime() * 1_000;
  let spentMs = 0;
  return () => {
    const { user, system } = process.cpuUsage();
    const nowMs = clock.monotonicMs();
    const nowSpentMs = (user + system) / 1_000;
    const share = (nowSpentMs - spentMs) / Math.max(1, nowMs - atMs);
    [atMs, spentMs] = [nowMs, nowSpentMs];
    return Math.round(share * 1_000) / 10;
  };
}

/** The histogram's nanoseconds include the sampling period itself; NaN before the first sample. */
function loopDelayMs(nanoseconds: number): number {
  const ms = nanoseconds / 1e6 - resolutionMs;
  return Number.isFinite(ms) ? Math.max(0, Math.round(ms * 10) / 10) : 0;
}
