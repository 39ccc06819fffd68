import type { Clock } from '../../shared/clock.ts';
import type { RequestKey } from './port.ts';

/** Bounds of product.md, "request_id". */
export const requestBounds = {
  perAgent: 1_000,
  total: 100_000,
  maxAgeMs: 10 * 60_000,
  /** A client repeats a request for so long: nothing younger is forgotten, whatever the counts say. */
  minAgeMs: 10_000,
} as const;

export interface Answer<T> {
  readonly key: RequestKey;
  /** Wall milliseconds of its commit. */
  readonly at: number;
  readonly kept: T;
}

interface Entry<T> extends Answer<T> {
  /** The same moment on the clock that never jumps. */
  readonly monotonicMs: number;
}

/**
 * Which requests were committed, so that a repeated one changes nothing (Invariant I13). What is kept
 * of an answer is up to the store.
 */
export class RequestTable<T> {
  /** Oldest first, in all and per agent. */
  private readonly entries = new Set<Entry<T>>();
  private readonly agents = new Map<string, Map<string, Entry<T>>>();
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  get(key: RequestKey): Answer<T> | undefined {
    const entry = this.agents.get(key.agent_id)?.get(key.request_id);
    if (entry === undefined || this.ageMs(entry) <= requestBounds.maxAgeMs) return entry;
    this.forget(entry);
    return undefined;
  }

  add(answer: Answer<T>): void {
    const earlier = this.agents.get(answer.key.agent_id)?.get(answer.key.request_id);
    if (earlier !== undefined) this.forget(earlier);
    const ageMs = Math.max(0, this.clock.wallMs() - answer.at);
    const entry = { ...answer, monotonicMs: this.clock.monotonicMs() - ageMs };
    this.entries.add(entry);
    const ofAgent = this.agents.get(answer.key.agent_id) ?? new Map<string, Entry<T>>();
    this.agents.set(answer.key.agent_id, ofAgent.set(answer.key.request_id, entry));
    this.pruneAgent(ofAgent);
    this.prune();
  }

  oldest(): Answer<T> | undefined {
    this.prune();
    const [oldest] = this.entries;
    return oldest;
  }

  private pruneAgent(ofAgent: Map<string, Entry<T>>): void {
    for (const entry of ofAgent.values()) {
      if (ofAgent.size <= requestBounds.perAgent) break;
      if (this.ageMs(entry) <= requestBounds.minAgeMs) break;
      this.forget(entry);
    }
  }

  /** Forgets what is too old, or too many. */
  private prune(): void {
    for (const entry of this.entries) {
      const isOver = this.entries.size > requestBounds.total;
      const limitMs = isOver ? requestBounds.minAgeMs : requestBounds.maxAgeMs;
      if (this.ageMs(entry) <= limitMs) break;
      this.forget(entry);
    }
  }

  private forget(entry: Entry<T>): void {
    this.entries.delete(entry);
    const ofAgent = this.agents.get(entry.key.agent_id);
    ofAgent?.delete(entry.key.request_id);
    if (ofAgent?.size === 0) this.agents.delete(entry.key.agent_id);
  }

  private ageMs(entry: Entry<T>): number {
    return this.clock.monotonicMs() - entry.monotonicMs;
  }
}
