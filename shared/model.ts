/**
 * The nouns of Watchstander. Objects that users also read as JSON (MCP results, `--json`) are in
 * snake_case and are the same object on the wire, so that nothing is translated on the way.
 */

export const healthStates = ['healthy', 'degraded', 'critical'] as const;
export type Health = (typeof healthStates)[number];

export const actions = ['approve', 'revise', 'reject'] as const;
export type Action = (typeof actions)[number];

export const lifecycleStates = ['active', 'paused', 'archived', 'deleted'] as const;
export type Lifecycle = (typeof lifecycleStates)[number];

export type Liveness = 'active' | 'waiting' | 'silent' | 'ended';
export type Governed = 'enforced' | 'advisory' | 'ungoverned';
export type Harness = 'claude-code' | 'codex' | 'gemini' | 'cursor' | 'copilot';

/** Of the risk, over the newest check-ins. */
export type Trend = 'rising' | 'steady' | 'falling';

/** Who did something: a person (window, command line), an agent (MCP), or the policy by itself. */
export const actors = ['person', 'agent', 'policy'] as const;
export type Actor = (typeof actors)[number];

export const profiles = ['calibrated', 'reference'] as const;
export type Profile = (typeof profiles)[number];

/** Number of parameters that the model looks at: shorter vectors are padded, longer ones cut. */
export const parameterCount = 128;

/** A list of numbers, however it is kept in memory. */
export type Doubles = readonly number[] | Float64Array;

/** What remains of a text: it is measured where it enters and dropped there. */
export interface TextMeasure {
  /** Length in Unicode code points. */
  readonly code_points: number;
  /** How many of the model's keywords occur in it. */
  readonly keyword_hits: number;
}

/** One report of an agent: finite numbers only, at most 128 parameters and 3 drifts. */
export interface CheckIn {
  readonly agent_id: string;
  readonly parameters: Doubles;
  readonly ethical_drift: Doubles;
  readonly text: TextMeasure;
  /** 0..1 */
  readonly complexity: number;
}

/** A named component of a verdict. */
export interface Reason {
  readonly name: string;
  readonly value: number;
  /** Part of the whole, 0..1; 0 where the component does not add up with others. */
  readonly share: number;
  readonly threshold: number | null;
}

export interface Decision {
  readonly action: Action;
  readonly reason: string;
  readonly require_human: boolean;
}

export interface SamplingParams {
  readonly temperature: number;
  readonly top_p: number;
  readonly max_tokens: number;
  readonly lambda1: number;
}

/**
 * What the next step of one agent's model needs, exactly. Symbols as in ARCHITECTURE.md,
 * "The model". Never mutated: a step makes a new one.
 */
export interface GovernanceState {
  readonly E: number;
  readonly I: number;
  readonly S: number;
  readonly V: number;
  readonly coherence: number;
  readonly lambda1: number;
  /** Integral of the controller, −5..5. */
  readonly integral: number;
  readonly time: number;
  readonly updates: number;
  /** Previous sanitised parameters, 128 doubles; null before the first update. */
  readonly previous: Float64Array | null;
  /** The last 100 values of V, oldest first; the last one is `V`. */
  readonly window: Float64Array;
  readonly smoothed_risk: number;
  readonly smoothed_coherence: number;
  /** The agent's own normal exposure. */
  readonly baseline: number;
}

/** What a step says about an agent. */
export interface Verdict {
  readonly decision: Decision;
  readonly health: Health;
  readonly health_message: string;
  readonly reasons: readonly Reason[];
  /** What is judged: smoothed in the calibrated profile, `risk_raw` in the reference. */
  readonly risk_score: number;
  /** The reference formula of this update alone. */
  readonly risk_raw: number;
  readonly void_active: boolean;
  readonly void_threshold: number;
  readonly sampling: SamplingParams;
}

/** Sums over all updates of one agent. */
export interface Statistics {
  readonly risk_sum: number;
  readonly void_count: number;
  readonly approve: number;
  readonly revise: number;
  readonly reject: number;
}

export interface LifecycleEvent {
  readonly event: string;
  readonly timestamp: string;
  readonly reason: string | null;
  readonly by: Actor;
}

/** The tags of an agent from this version on. */
export interface TagSet {
  readonly version: number;
  readonly tags: readonly string[];
}

/** Everything stored of one agent but its history. Never mutated. */
export interface AgentRecord {
  readonly agent_id: string;
  /** +1 with each committed mutation; the first check-in is version 1. */
  readonly version: number;
  readonly created: string;
  readonly last_update: string;
  readonly harness: Harness | null;
  readonly workspace: string | null;
  readonly lifecycle: Lifecycle;
  readonly paused: {
    readonly at: string;
    readonly by: Actor;
    readonly reason: string | null;
  } | null;
  readonly archived_at: string | null;
  readonly tags: readonly string[];
  /**
   * The newest sets of tags, oldest first, `tags` last: an edit names the version it is based on, and
   * what it adds and removes is told by the tags of that version. Empty while nobody edited them.
   */
  readonly tag_history: readonly TagSet[];
  readonly notes: string;
  readonly events: readonly LifecycleEvent[];
  /** Points up to this version are kept no longer: all that there were when the agent ended. */
  readonly history_after: number;
  readonly state: GovernanceState;
  /** Of the newest check-in; null between a reset and the next one. */
  readonly verdict: Verdict | null;
  readonly statistics: Statistics;
}

/** One line of an agent's history. */
export interface HistoryPoint {
  readonly version: number;
  /** Model time (0.1 an update). */
  readonly time: number;
  /** Wall time. */
  readonly timestamp: string;
  readonly E: number;
  readonly I: number;
  readonly S: number;
  readonly V: number;
  readonly coherence: number;
  readonly risk: number;
  readonly risk_raw: number;
  readonly lambda1: number;
  readonly health: Health;
  readonly action: Action;
  readonly request_id: string | null;
}

/** `process_agent_update`'s metrics. */
export interface Metrics {
  readonly E: number;
  readonly I: number;
  readonly S: number;
  readonly V: number;
  readonly coherence: number;
  readonly lambda1: number;
  readonly risk_score: number;
  readonly risk_raw: number;
  readonly void_active: boolean;
  readonly time: number;
  readonly updates: number;
  readonly health_status: Health;
  readonly health_message: string;
  readonly reasons: readonly Reason[];
}

/** The answer to a check-in. */
export interface CheckInResult {
  readonly success: true;
  readonly agent_id: string;
  readonly version: number;
  readonly status: Health;
  readonly decision: Decision;
  readonly metrics: Metrics;
  readonly sampling_params: SamplingParams;
  readonly timestamp: string;
  readonly warnings?: readonly string[];
}

/** A row of `list_agents`: what every list, tree and status bar shows of an agent. */
export interface AgentRow {
  readonly agent_id: string;
  readonly lifecycle_status: Lifecycle;
  readonly health_status: Health | 'unknown';
  readonly created: string;
  readonly last_update: string;
  readonly update_count: number;
  readonly total_updates: number;
  readonly version: number;
  readonly tags: readonly string[];
  readonly notes: string;
  readonly metrics: {
    readonly lambda1: number;
    readonly coherence: number;
    readonly void_active: boolean;
    readonly E: number;
    readonly I: number;
    readonly S: number;
    readonly V: number;
    readonly risk_score: number;
  };
  readonly health_message: string;
  /** Why and by whom, while it is paused. */
  readonly paused: {
    readonly at: string;
    readonly by: Actor;
    readonly reason: string | null;
  } | null;
  readonly harness: Harness | null;
  /** The folder it works in, where its program told. */
  readonly workspace: string | null;
  /** Null before the second check-in that this sidecar saw. */
  readonly trend: Trend | null;
  readonly liveness: Liveness;
  readonly governed: Governed;
  /** The agent that this one works for, as a subagent of its session. */
  readonly parent: string | null;
  /** What hooks measured; null where none reports. */
  readonly facts: AgentFacts | null;
}

/**
 * Runs of calls that real work almost never has. From recorded sessions: .7 % are ever stuck.
 */
export const stuckAfter = { failures: 5, nothingNew: 7 } as const;

/** Facts of an agent's tool calls in this session. They say what happened, not whether it will end well. */
export interface AgentFacts {
  /** Finished calls that count. */
  readonly calls: number;
  /** Calls that our hook was asked about before they ran. */
  readonly receipts: number;
  /** Failures in a row, up to now. */
  readonly failure_run: number;
  /** Calls in a row that failed or brought nothing new, up to now. */
  readonly nothing_new_run: number;
  readonly calls_since_good_edit: number;
  /** The same call with the same result 3 times in 5: a note, no alarm. */
  readonly repeating: boolean;
  readonly last_event: string;
  /** The call that runs longest. */
  readonly in_flight: { readonly tool: string; readonly since: string } | null;
}

export interface FleetSummary {
  readonly total_agents: number;
  readonly active: number;
  readonly paused: number;
  readonly archived: number;
  readonly healthy: number;
  readonly degraded: number;
  readonly critical: number;
}
