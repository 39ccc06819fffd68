import { toDisposable, type Disposable } from './lifecycle.ts';

/**
 * Time, as everything but the implementations below sees it. Wall time is for people and for what is
 * stored; monotonic time is for waiting and for judging how long something took: it does not jump
 * when the wall clock is set.
 */
export interface Clock {
  /** Wall time in milliseconds since 1970. */
  wallMs(): number;
  /** Milliseconds from an arbitrary start, never going back. */
  monotonicMs(): number;
  after(delayMs: number, run: () => void): Disposable;
  every(periodMs: number, run: () => void): Disposable;
}

/** What the hosts (Node, extension host, browser) have in common; `shared` names none of them. */
interface Host {
  performance: { now(): number };
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
  setInterval(run: () => void, ms: number): unknown;
  clearInterval(handle: unknown): void;
}

const host = globalThis as unknown as Host;

export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => host.performance.now(),
  after(delayMs, run) {
    const handle = host.setTimeout(run, delayMs);
    return toDisposable(() => {
      host.clearTimeout(handle);
    });
  },
  every(periodMs, run) {
    const handle = host.setInterval(run, periodMs);
    return toDisposable(() => {
      host.clearInterval(handle);
    });
  },
};

export function delay(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

/**
 * Every `periodMs`, at its multiples of wall time: processes that only beat wake together, and an idle
 * machine once for all of them. A wait is at least half a period and at most one and a half, because a
 * timer may be early, and the wall clock may be set.
 */
export function everyInStep(clock: Clock, periodMs: number, run: () => void): Disposable {
  let wait: Disposable;
  const next = (): void => {
    const sinceMs = (clock.wallMs() + periodMs / 2) % periodMs;
    wait = clock.after(1.5 * periodMs - sinceMs, turn);
  };
  const turn = (): void => {
    next();
    run();
  };
  next();
  return toDisposable(() => wait.dispose());
}

/** Wall time as stored and shown: ISO 8601, UTC, milliseconds. */
export function timestamp(clock: Clock): string {
  return timestampOf(clock.wallMs());
}

export function timestampOf(wallMs: number): string {
  if (wallMs !== newest.wallMs) newest = { wallMs, text: new Date(wallMs).toISOString() };
  return newest.text;
}

/** Many things happen in one millisecond, and a text of it costs more than most of them. */
let newest = { wallMs: NaN, text: '' };

/** Milliseconds since 1970 of a stored timestamp. */
export function timestampMs(text: string): number {
  return Date.parse(text);
}
