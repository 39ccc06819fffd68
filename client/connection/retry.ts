import { randomUUID } from 'node:crypto';
import { delay, type Clock } from '../../shared/clock.ts';
import { failures, fromFailure, isFailure, type WatchstanderError } from '../../shared/errors.ts';
import {
  deadlines,
  mutations,
  type Method,
  type ParamsOf,
  type ResultOf,
} from '../../shared/protocol.ts';
import { packParams, unpackAnswer } from './packing.ts';

/** One session as the retry sees it. */
export interface Line {
  send(method: Method, params: unknown): Promise<unknown>;
  /** The other end is taken as not responding: close, so that a fresh session is made. */
  drop(): void;
}

export interface LineSource {
  readonly clock: Clock;
  /** The open line, or the next one. @throws WatchstanderError UNAVAILABLE after `withinMs`. */
  line(withinMs: number): Promise<Line>;
}

/** A successor takes about as long; who meets a full disk waits for a person. */
const firstPauseMs = 50;
const longestPauseMs = 500;

/**
 * Sends until it is answered or the time is up. Reads are harmless to repeat; a mutation carries a
 * request id, so the sidecar (or its successor) applies it once (Invariant I13).
 * @throws WatchstanderError as answered, or when `deadlines.mutationMs` have passed: FENCED when that
 * was the last answer, LOCKED when another process holds the store and serves nobody, else UNAVAILABLE.
 */
export async function requestWithRetry<M extends Method>(
  source: LineSource,
  method: M,
  params: ParamsOf<M>,
): Promise<ResultOf<M>> {
  const named = mutations.includes(method) ? { request_id: randomUUID(), ...params } : params;
  const sent = packParams(method, named);
  const untilMs = source.clock.monotonicMs() + deadlines.mutationMs;
  // Made when it is needed: an error that nobody sees costs as much as a sixth of a request.
  let last: WatchstanderError | null = null;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 1.5)) {
    const leftMs = untilMs - source.clock.monotonicMs();
    if (leftMs <= 0) throw last ?? failures.unavailable('The sidecar did not answer in time.');
    const line = await source.line(leftMs).catch((error: unknown) => {
      // Whether a fenced change was stored nobody knows: that matters more than who is missing now.
      throw last?.code === 'FENCED' ? last : error;
    });
    const answer = await attempt(source.clock, line, () => line.send(method, sent));
    if (answer.kind === 'answered') return unpackAnswer(method, answer.value) as ResultOf<M>;
    if (answer.kind === 'refused') {
      if (!isPassing(answer.error)) throw answer.error;
      last = answer.error;
    }
    await delay(source.clock, pauseMs);
  }
}

type Answer =
  | { kind: 'answered'; value: unknown }
  | { kind: 'refused'; error: WatchstanderError }
  | { kind: 'lost' };

async function attempt(clock: Clock, line: Line, send: () => Promise<unknown>): Promise<Answer> {
  try {
    const value = await within(clock, deadlines.requestMs, send());
    if (value !== late) return { kind: 'answered', value };
    line.drop();
    return { kind: 'lost' };
  } catch (error) {
    const failure = (error as { data?: unknown } | null)?.data;
    return isFailure(failure) ? { kind: 'refused', error: fromFailure(failure) } : { kind: 'lost' };
  }
}

/** The sidecar is leaving or was fenced: its successor will answer. */
function isPassing(error: WatchstanderError): boolean {
  return error.code === 'UNAVAILABLE' || error.code === 'FENCED';
}

const late = Symbol('late');

/** The promise's value, or `late`; whatever comes afterwards is dropped. */
export async function within<T>(
  clock: Clock,
  ms: number,
  promise: Promise<T>,
): Promise<T | typeof late> {
  let timer = { dispose: (): void => undefined };
  const timeout = new Promise<typeof late>((resolve) => {
    timer = clock.after(ms, () => resolve(late));
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    timer.dispose();
    promise.catch(() => undefined);
  }
}

export { late };
