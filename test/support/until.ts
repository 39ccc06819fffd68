import { systemClock, delay } from '../../shared/clock.ts';

/**
 * Waits for a condition, and says what was missing when it does not come. The limit is long, for a slow
 * and busy machine: it costs time only when something is wrong.
 */
export async function until<T>(
  what: string,
  probe: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  limitMs = 60_000,
): Promise<T> {
  const endMs = systemClock.monotonicMs() + limitMs;
  for (;;) {
    const found = await probe();
    if (found !== null && found !== undefined && found !== false) return found;
    if (systemClock.monotonicMs() > endMs)
      throw new Error(`After ${limitMs} ms still not: ${what}`);
    await delay(systemClock, 10);
  }
}
