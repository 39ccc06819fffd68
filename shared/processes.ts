import type { SessionKind } from './protocol.ts';
import type { StoreStatus } from './storeReport.ts';

/**
 * How a process is. `starting` has not said yet that it lives, `busy` has requests to answer,
 * `not responding` is there and has been silent for too long, `draining` takes nothing new, `gone` has
 * left a record behind.
 */
export const processStates = [
  'starting',
  'ready',
  'busy',
  'not responding',
  'draining',
  'gone',
] as const;
export type ProcessState = (typeof processStates)[number];

/** What is known of any process; null is what it has not said (yet). */
export interface Vitals {
  readonly state: ProcessState;
  readonly uptime_s: number | null;
  readonly rss_bytes: number | null;
  /** Of one core, since the beat before the last. */
  readonly cpu_percent: number | null;
  readonly event_loop_delay_ms: LoopDelays | null;
  /** Written for it (by the sidecar: for all), and not taken yet. */
  readonly unsent_bytes: number;
  readonly requests_in_flight: number;
  readonly build: string | null;
  readonly build_date: string | null;
}

export interface LoopDelays {
  readonly p50: number;
  readonly p99: number;
}

/** One client of the sidecar. */
export interface SessionView extends Vitals {
  readonly id: number;
  readonly kind: SessionKind;
  readonly pid: number;
  readonly last_heartbeat_age_ms: number;
  /** Folder that it works in, for display. */
  readonly workspace: string | null;
}

/** A row of the Processes view and of `watchstander processes`. */
export interface ProcessView extends Vitals {
  readonly kind: 'sidecar' | SessionKind;
  readonly pid: number;
  /** The sidecar that answers. */
  readonly is_current: boolean;
  /** Null where no session is open. */
  readonly session: number | null;
  readonly last_heartbeat_age_ms: number | null;
  readonly workspace: string | null;
}

/** All processes of one home: the sidecar first, then its clients, then what only has a record. */
export interface ProcessList {
  readonly home: string;
  readonly epoch: number;
  readonly processes: readonly ProcessView[];
  readonly store: StoreStatus;
  /** What was cleaned up since this sidecar started, newest first. */
  readonly cleaned: readonly CleanupAct[];
}

/** `end` a process, or `remove` what one left. */
export type CleanupKind = 'end' | 'remove';

export interface CleanupTarget {
  /** Names it in an order; means nothing else. */
  readonly id: string;
  readonly act: CleanupKind;
  /** In words: `MCP shim 4711`, `the record of sidecar 4711`. */
  readonly what: string;
  /** A whole sentence. */
  readonly why: string;
  readonly pid: number | null;
}

/** `waitMs` left until it may be done, if nothing changes: we watch a process before we end it. */
export interface PlannedCleanup extends CleanupTarget {
  readonly wait_ms: number;
}

export interface CleanupAct extends CleanupTarget {
  readonly at: string;
  readonly outcome: 'done' | 'failed';
}

export interface CleanupParams {
  /** Do these, of the last plan, as soon as they may be done; without it nothing is done. */
  readonly approve?: readonly string[] | undefined;
}

export interface CleanupPlan {
  /** What would be done, or is approved and has to wait. */
  readonly planned: readonly PlannedCleanup[];
  /** What this order did. */
  readonly done: readonly CleanupAct[];
}

/** A client that keeps a record asks for it once; the sidecar knows how processes are identified. */
export interface RegisterParams {
  /** Pid namespace; null where the platform has none. */
  readonly namespace: string | null;
  readonly parent_pid: number;
  /** The one that it has already, from an earlier sidecar. */
  readonly record?: string | undefined;
}

/** Null where its process cannot be seen from the sidecar: nobody will ever end it. */
export interface RegisterResult {
  /** `run/<record>.json`, there already: the client touches it with each beat and takes it away. */
  readonly record: string | null;
}
