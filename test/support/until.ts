import { systemClock, delay } from '../../shared/clock.ts';

/**
 * Waits for a condition, and says what was missing when it does not come. The limit is long, for a slow
 * and busy machine: it costs time only when something is wrong. The longer it takes, the rarer it is
 * looked, because looking takes the processor from what is waited for.
 */
export async function until<T>(
  what: string,
  probe: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  limitMs = 60_000,
): Promise<T> {
  const startMs = systemClock.monotonicMs();
  for (;;) {
    const found = await probe();
    if (found !== null && found !== undefined && found !== false) return found;
    const waitedMs = systemClock.monotonicMs() - startMs;
    if (waitedMs > limitMs) throw new Error(`After ${limitMs} ms still not: ${what}`);
    await delay(systemClock, Math.min(50, Math.max(10, waitedMs / 20)));
  }
}
