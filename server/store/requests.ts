import type { Clock } from '../../shared/clock.ts';
import { Fifo } from './fifo.ts';
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
  isForgotten: boolean;
}

/** Of one agent: by request id, and oldest first, among them some that are forgotten. */
interface OfAgent<T> {
  readonly byId: Map<string, Entry<T>>;
  readonly order: Fifo<Entry<T>>;
}

/**
 * Which requests were committed, so that a repeated one changes nothing (Invariant I13). What is kept
 * of an answer is up to the store.
 */
export class RequestTable<T> {
  /** Oldest first, in all; some are forgotten. */
  private readonly order = new Fifo<Entry<T>>();
  private readonly agents = new Map<string, OfAgent<T>>();
  private count = 0;
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  get(key: RequestKey): Answer<T> | undefined {
    const entry = this.agents.get(key.agent_id)?.byId.get(key.request_id);
    if (entry === undefined || this.ageMs(entry) <= requestBounds.maxAgeMs) return entry;
    this.forget(entry);
    return undefined;
  }

  add({ key, at, kept }: Answer<T>): void {
    const earlier = this.agents.get(key.agent_id)?.byId.get(key.request_id);
    if (earlier !== undefined) this.forget(earlier);
    const ofAgent = this.agents.get(key.agent_id) ?? this.begin(key.agent_id);
    const ageMs = Math.max(0, this.clock.wallMs() - at);
    const monotonicMs = this.clock.monotonicMs() - ageMs;
    const entry: Entry<T> = { key, at, kept, monotonicMs, isForgotten: false };
    this.order.push(entry);
    ofAgent.byId.set(key.request_id, entry);
    ofAgent.order.push(entry);
    this.count += 1;
    this.pruneAgent(ofAgent);
    this.prune();
  }

  oldest(): Answer<T> | undefined {
    this.prune();
    return this.order.first;
  }

  private begin(agentId: string): OfAgent<T> {
    const ofAgent: OfAgent<T> = { byId: new Map(), order: new Fifo() };
    this.agents.set(agentId, ofAgent);
    return ofAgent;
  }

  private pruneAgent({ byId, order }: OfAgent<T>): void {
    for (let entry = order.first; entry !== undefined; entry = order.first) {
      if (!entry.isForgotten) {
        if (byId.size <= requestBounds.perAgent) break;
        if (this.ageMs(entry) <= requestBounds.minAgeMs) break;
        this.forget(entry);
      }
      order.shift();
    }
  }

  /** Forgets what is too old, or too many. */
  private prune(): void {
    const { order } = this;
    for (let entry = order.first; entry !== undefined; entry = order.first) {
      if (!entry.isForgotten) {
        const isOver = this.count > requestBounds.total;
        const limitMs = isOver ? requestBounds.minAgeMs : requestBounds.maxAgeMs;
        if (this.ageMs(entry) <= limitMs) break;
        this.forget(entry);
      }
      order.shift();
    }
  }

  private forget(entry: Entry<T>): void {
    const { agent_id, request_id } = entry.key;
    entry.isForgotten = true;
    this.count -= 1;
    const ofAgent = this.agents.get(agent_id);
    ofAgent?.byId.delete(request_id);
    if (ofAgent?.byId.size === 0) this.agents.delete(agent_id);
  }

  private ageMs(entry: Entry<T>): number {
    return this.clock.monotonicMs() - entry.monotonicMs;
  }
}
