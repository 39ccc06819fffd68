import type { StoreState } from '../../shared/conditions.ts';
import type { AgentRecord, Health, HistoryPoint } from '../../shared/model.ts';
import type { StoreDamage } from '../../shared/storeReport.ts';

/**
 * What the rest of the sidecar knows of the store. There is no word of files in it: the file store,
 * the in-memory store and whatever comes next pass one contract suite.
 */

/** Fields that a mutation replaces as a whole. A first mutation must give them all. */
export type RecordPatch = Partial<Omit<AgentRecord, 'agent_id' | 'version'>>;

/** What is known of an agent without reading all of it. */
export interface Listed extends Pick<AgentRecord, 'agent_id' | 'lifecycle' | 'last_update'> {
  /** Null when nothing judged it since its reset. */
  readonly health: Health | null;
}

export interface Mutation {
  readonly agent_id: string;
  /** CONFLICT when the agent's newest version (0: unknown) is another. */
  readonly expected_version?: number | undefined;
  readonly patch: RecordPatch;
  /** Only check-ins have one. */
  readonly point?: Omit<HistoryPoint, 'version' | 'request_id'> | undefined;
  /** What the answer says beside the record; kept for the answer to a repeated request. */
  readonly remark?: Json | undefined;
}

/** Identifies one request for ever (within the table's bounds): scope is (agent_id, request_id). */
export interface RequestKey {
  readonly agent_id: string;
  readonly request_id: string;
  /** Digest of the arguments: the same key with another digest is CONFLICT. */
  readonly digest: string;
}

/** What a document may hold: finite numbers only, nested at most 16 deep. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * Small values beside the agents, by key: keys are at most 256 code points, values 16 KiB as JSON.
 * Null removes one. They change no version.
 */
export type DocumentChanges = ReadonlyMap<string, Json | null>;

export interface Receipt {
  readonly revision: number;
  /** The records as committed, in the order of the mutations. */
  readonly records: readonly AgentRecord[];
  /** Of the mutations, in their order. */
  readonly remarks: readonly (Json | undefined)[];
}

export interface StoreHealth extends StoreState {
  readonly epoch: number;
  readonly bytes: number;
  readonly rotations: number;
  /** Monotonic milliseconds since the last successful fsync; null before the first. */
  readonly last_fsync_age_ms: number | null;
  readonly fsync_p99_ms: number | null;
  /** What this start and earlier ones found damaged, as far as copies of it were kept when this one began. */
  readonly damage: readonly StoreDamage[];
}

export interface Published {
  readonly revision: number;
  readonly agent_ids: readonly string[];
}

export interface HistoryRange {
  /** The newest n points; all without. */
  readonly limit?: number | undefined;
  /** Only points with a version above this one. */
  readonly afterVersion?: number | undefined;
  /** At most so many points in this answer. */
  readonly pageSize?: number | undefined;
}

export interface HistorySlice {
  /** Oldest first. */
  readonly points: readonly HistoryPoint[];
  /** Points in the whole range, whatever the page holds. */
  readonly total: number;
}

export interface Store {
  readonly epoch: number;
  /** Of the newest published transaction; +1 each. */
  readonly revision: number;
  /** Durable state: Invariant I12, nothing is seen before it is safe. */
  read(agentId: string): AgentRecord | undefined;
  /** The newest state, committed or queued: what the next mutation of this agent builds on. */
  draft(agentId: string): AgentRecord | undefined;
  /** What lists are made of: durable, in the order of first check-ins. */
  list(): IterableIterator<Listed>;
  /**
   * Takes effect as a whole or not at all, in call order. Resolves when durable (Invariant I6).
   * The same request key again resolves to the first receipt and changes nothing, documents neither.
   * @throws WatchstanderError CONFLICT (version or digest), UNAVAILABLE (read-only, closing, outcome
   * unknown), FENCED (a successor leads).
   */
  commit(
    mutations: readonly Mutation[],
    request?: RequestKey,
    documents?: DocumentChanges,
  ): Promise<Receipt>;
  /** The receipt of a request that was committed or is queued; undefined when unknown. */
  answered(request: RequestKey): Promise<Receipt> | undefined;
  /** Durable documents whose key begins so, in no order. */
  documents(prefix: string): IterableIterator<readonly [key: string, value: Json]>;
  /** The newest value, committed or queued. */
  draftDocument(key: string): Json | undefined;
  history(agentId: string, range: HistoryRange): Promise<HistorySlice>;
  onPublished(listener: (change: Published) => void): { dispose(): void };
  /** Fires when `health().read_only` is another. */
  onObstacle(listener: () => void): { dispose(): void };
  /** Fires once when this process must not lead any longer. */
  onLost(listener: (why: 'fenced' | 'failed', detail: string) => void): { dispose(): void };
  health(): StoreHealth;
  /** Finishes what is queued, syncs, releases the lock. */
  close(): Promise<void>;
}
