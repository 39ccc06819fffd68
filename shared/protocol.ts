import type {
  AcknowledgeParams,
  AcknowledgeResult,
  AlertChange,
  AlertPage,
  AlertsParams,
  Toast,
} from './alerts.ts';
import type { BeatParams, BeatResult } from './beats.ts';
import type { FreezeParams, FreezeResult, HookAnswer, HookEventParams } from './hooks.ts';
import type {
  Merged,
  MetadataParams,
  MetadataResult,
  TransactParams,
  TransactResult,
} from './edits.ts';
import type { PolicyState, StoreState } from './conditions.ts';
import type {
  AgentRecord,
  AgentRow,
  CheckIn,
  CheckInResult,
  FleetSummary,
  HistoryPoint,
  Lifecycle,
} from './model.ts';
import type { AgentOverride, AgentSettings, RetentionPolicy } from './policy/policy.ts';
import type {
  CleanupParams,
  CleanupPlan,
  LoopDelays,
  ProcessList,
  RegisterParams,
  RegisterResult,
  SessionView,
  Vitals,
} from './processes.ts';
import type { StoreDamages, StoreStatus } from './storeReport.ts';

/**
 * Everything that is said between a client and the sidecar. Framing: `Content-Length` JSON-RPC, at
 * most `limits.frameBytes` a message. ARCHITECTURE.md, "Protocol", has this file as a table; a test
 * holds the two together. Equal majors work together.
 */
export const protocolVersion = { major: 2, minor: 0 } as const;

export interface ProtocolVersion {
  readonly major: number;
  readonly minor: number;
}

export const limits = {
  headerBytes: 256,
  frameBytes: 1024 * 1024,
  requestsInFlight: 64,
  unsentBytes: 8 * 1024 * 1024,
  unsentStallMs: 5_000,
  handshakeMs: 2_000,
  pageItems: 500,
  pageBytes: 256 * 1024,
} as const;

/** A client gives one request this long; a mutation is retried for `mutationMs` in all. */
export const deadlines = { requestMs: 2_000, mutationMs: 10_000 } as const;

export const sessionKinds = ['window', 'mcp', 'cli', 'hook'] as const;
export type SessionKind = (typeof sessionKinds)[number];

export interface ProcessName {
  readonly pid: number;
  /** Start time as the platform states it; null where it could not be read. */
  readonly started: string | null;
}

export interface HandshakeParams {
  readonly protocol: ProtocolVersion;
  readonly build: string;
  readonly kind: SessionKind;
  readonly process: ProcessName;
  /** Proves that both sides mean the same home. */
  readonly home: string;
  readonly token: string;
  /** Workspace folder, for display. */
  readonly workspace?: string | undefined;
  readonly build_date?: string | undefined;
  /** How long its process has been running. */
  readonly uptime_s?: number | undefined;
}

export interface Welcome {
  readonly protocol: ProtocolVersion;
  readonly build: string;
  readonly process: ProcessName;
  readonly epoch: number;
  readonly session: number;
}

export interface CheckInParams extends CheckIn {
  readonly expected_version?: number | undefined;
  readonly request_id?: string | undefined;
}

export interface PageParams {
  readonly cursor?: string | undefined;
}

/** One page of the fleet. All pages of one listing carry the revision they were cut from. */
export interface FleetPage {
  readonly revision: number;
  readonly agents: readonly AgentRow[];
  readonly summary: FleetSummary;
  readonly next_cursor?: string | undefined;
}

export interface AgentParams {
  readonly agent_id: string;
}

/** One agent as stored, without what only the model and merges need. */
export interface AgentDetail {
  readonly row: AgentRow;
  readonly record: Omit<AgentRecord, 'state' | 'tag_history' | 'history_after'> & {
    readonly state: Omit<AgentRecord['state'], 'previous' | 'window'>;
  };
  readonly history_size: number;
}

export interface DocumentParams {
  /** `watchstander:/agents/<agent id, URI-encoded>` */
  readonly uri: string;
}

/** A page for people; diagnostics refer to its lines. */
export interface DocumentText {
  readonly text: string;
}

export interface HistoryParams extends PageParams {
  readonly agent_id: string;
  /** The newest n; all without. */
  readonly limit?: number | undefined;
}

/** Oldest first. `total` counts the points of the whole answer, not of the page. */
export interface HistoryPage {
  readonly agent_id: string;
  readonly total: number;
  readonly points: readonly HistoryPoint[];
  readonly next_cursor?: string | undefined;
}

export const lifecycleActs = ['pause', 'resume', 'archive', 'delete', 'reset'] as const;
export type LifecycleAct = (typeof lifecycleActs)[number];

export interface LifecycleParams {
  readonly agent_id: string;
  readonly act: LifecycleAct;
  readonly reason?: string | undefined;
  readonly expected_version?: number | undefined;
  readonly request_id?: string | undefined;
}

export interface LifecycleResult extends Merged {
  readonly agent_id: string;
  readonly version: number;
  readonly lifecycle_status: Lifecycle;
  readonly timestamp: string;
}

/** `watchstander status`; the same object as `--json` prints. */
export interface Status extends Vitals {
  readonly pid: number;
  readonly epoch: number;
  readonly version: string;
  readonly protocol: string;
  readonly uptime_s: number;
  readonly build: string;
  readonly build_date: string;
  readonly home: string;
  readonly endpoint: string;
  readonly agents: {
    readonly total: number;
    readonly healthy: number;
    readonly degraded: number;
    readonly critical: number;
  };
  readonly sessions: readonly SessionView[];
  readonly store: StoreStatus;
  readonly event_loop_delay_ms: LoopDelays;
  readonly rss_bytes: number;
  readonly policy: PolicyState;
}

export interface ThresholdsParams {
  readonly agent_id?: string | undefined;
}

/** The policy in force: for one agent, known or not, or for those that nothing is overridden for. */
export interface Thresholds extends AgentSettings {
  readonly retention: RetentionPolicy;
  /** The entries over it that match this agent; without one all entries. */
  readonly agents: readonly AgentOverride[];
  /** `kept`: the file has a mistake (`error`), and this is the last one without. */
  readonly source: 'defaults' | 'file' | 'kept';
  readonly error?: string | undefined;
}

/** What changed since the last one that this window was sent; a gap in `previous` asks for a listing. */
export interface FleetChange {
  readonly previous: number;
  readonly revision: number;
  readonly agents: readonly AgentRow[];
  readonly removed: readonly string[];
  readonly summary: FleetSummary;
}

/** A window says whether its person is there: when a session begins, and with each change. */
export interface FocusParams {
  readonly focused: boolean;
  /** Milliseconds since it was focused last; null when it never was. */
  readonly last_focus_age_ms: number | null;
}

export interface Goodbye {
  readonly reason: 'stop' | 'idle' | 'replaced' | 'fenced' | 'failed';
  readonly message: string;
}

/** Requests of a client to the sidecar. */
export interface Requests {
  'watchstander/handshake': { params: HandshakeParams; result: Welcome };
  'watchstander/beat': { params: BeatParams; result: BeatResult };
  'watchstander/checkIn': { params: CheckInParams; result: CheckInResult };
  'watchstander/fleet': { params: PageParams; result: FleetPage };
  'watchstander/agent': { params: AgentParams; result: AgentDetail };
  'watchstander/document': { params: DocumentParams; result: DocumentText };
  'watchstander/history': { params: HistoryParams; result: HistoryPage };
  'watchstander/lifecycle': { params: LifecycleParams; result: LifecycleResult };
  'watchstander/metadata': { params: MetadataParams; result: MetadataResult };
  'watchstander/transact': { params: TransactParams; result: TransactResult };
  'watchstander/freeze': { params: FreezeParams; result: FreezeResult };
  'watchstander/hookEvent': { params: HookEventParams; result: HookAnswer };
  'watchstander/alerts': { params: AlertsParams; result: AlertPage };
  'watchstander/acknowledge': { params: AcknowledgeParams; result: AcknowledgeResult };
  'watchstander/simulate': { params: CheckInParams; result: CheckInResult };
  'watchstander/thresholds': { params: ThresholdsParams; result: Thresholds };
  'watchstander/status': { params: Record<string, never>; result: Status };
  'watchstander/processes': { params: Record<string, never>; result: ProcessList };
  'watchstander/cleanup': { params: CleanupParams; result: CleanupPlan };
  'watchstander/register': { params: RegisterParams; result: RegisterResult };
  'watchstander/stop': { params: { reason: string }; result: { pid: number } };
}

export type Method = keyof Requests;
export type ParamsOf<M extends Method> = Requests[M]['params'];
export type ResultOf<M extends Method> = Requests[M]['result'];

/** Notifications of the sidecar to its clients; all but `goodbye` only to windows. */
export interface Notifications {
  'watchstander/fleetChanged': FleetChange;
  'watchstander/alertsChanged': AlertChange;
  'watchstander/toast': Toast;
  'watchstander/policyChanged': PolicyState;
  'watchstander/storeDamaged': StoreDamages;
  'watchstander/storeChanged': StoreState;
  'watchstander/goodbye': Goodbye;
}

export type NotificationName = keyof Notifications;

/** Notifications of a client to the sidecar. */
export interface Reports {
  'watchstander/focus': FocusParams;
  /** The last one of a client that ends in order: what ends without is a sudden death. */
  'watchstander/leave': Record<string, never>;
}

export type ReportName = keyof Reports;

/** What changes state: retried with its request id, never sent twice without one. */
export const mutations: readonly Method[] = [
  'watchstander/checkIn',
  'watchstander/lifecycle',
  'watchstander/metadata',
  'watchstander/transact',
];
