import { quantile } from './spread.ts';

/** What came of driving something for a while. */
export interface Run {
  readonly count: number;
  readonly elapsedMs: number;
  /** Sorted. */
  readonly latenciesMs: Float64Array;
  /** The longest time in which nothing was answered. */
  readonly stallMs: number;
}

export interface Load {
  readonly inFlight: number;
  /** Ends after so many requests, or after the first one past so much time. */
  readonly count?: number;
  readonly forMs?: number;
}

/** Asks again and again, always `inFlight` at once. The n-th call gets n, from 0. */
export async function drive(load: Load, ask: (n: number) => unknown): Promise<Run> {
  const { inFlight, count = Infinity, forMs = Infinity } = load;
  const latencies: number[] = [];
  const startMs = performance.now();
  let asked = 0;
  let lastMs = startMs;
  let stallMs = 0;
  const work = async (): Promise<void> => {
    for (;;) {
      const askedMs = performance.now();
      if (asked >= count || askedMs - startMs >= forMs) return;
      asked += 1;
      await ask(asked - 1);
      const answeredMs = performance.now();
      latencies.push(answeredMs - askedMs);
      stallMs = Math.max(stallMs, answeredMs - lastMs);
      lastMs = answeredMs;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  const latenciesMs = Float64Array.from(latencies).sort();
  return { count: latencies.length, elapsedMs: lastMs - startMs, latenciesMs, stallMs };
}

export function perSecond({ count, elapsedMs }: Run): number {
  return (count / elapsedMs) * 1_000;
}

export function latencyMs({ latenciesMs }: Run, share: number): number {
  return quantile(latenciesMs, share);
}
