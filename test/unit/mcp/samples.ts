import type { Alert } from '../../../shared/alerts.ts';
import type {
  AgentRow,
  CheckInResult,
  FleetSummary,
  HistoryPoint,
  Verdict,
} from '../../../shared/model.ts';
import { defaultPolicy } from '../../../shared/policy/policyTree.ts';
import { settingsForAll } from '../../../shared/policy/settingsFor.ts';
import type { ProcessView, SessionView } from '../../../shared/processes.ts';
import type { StoreStatus } from '../../../shared/storeReport.ts';
import type { AgentDetail, Status, Thresholds } from '../../../shared/protocol.ts';

/** Answers of a sidecar as tools and commands get them. */

export const when = '2026-01-02T03:04:05.678Z';

export function aRow(agent_id: string, over: Partial<AgentRow> = {}): AgentRow {
  return {
    agent_id,
    lifecycle_status: 'active',
    health_status: 'healthy',
    created: when,
    last_update: when,
    update_count: 8,
    total_updates: 8,
    version: 8,
    tags: [],
    notes: '',
    metrics: {
      lambda1: 0.15,
      coherence: 0.95,
      void_active: false,
      E: 0.5,
      I: 0.9,
      S: 0.4,
      V: -0.2,
      risk_score: 0.1,
    },
    health_message: 'all well',
    harness: null,
    workspace: null,
    trend: null,
    paused: null,
    liveness: 'active',
    governed: 'advisory',
    parent: null,
    facts: null,
    ...over,
  };
}

export const aSummary: FleetSummary = {
  total_agents: 5,
  active: 4,
  paused: 1,
  archived: 0,
  healthy: 3,
  degraded: 1,
  critical: 1,
};

const verdict: Verdict = {
  decision: { action: 'approve', reason: 'risk is low', require_human: false },
  health: 'degraded',
  health_message: 'drift 0.17 of 0.20',
  reasons: [{ name: 'drift', value: 0.17, share: 0.85, threshold: 0.15 }],
  risk_score: 0.2,
  risk_raw: 0.15,
  void_active: false,
  void_threshold: 0.15,
  sampling: { temperature: 0.6, top_p: 0.86, max_tokens: 160, lambda1: 0.15 },
};

export function aDetail(): AgentDetail {
  return {
    row: aRow('a', { health_status: 'degraded', health_message: verdict.health_message }),
    record: {
      agent_id: 'a',
      version: 8,
      created: when,
      last_update: when,
      harness: null,
      workspace: null,
      lifecycle: 'active',
      paused: null,
      archived_at: null,
      tags: [],
      notes: '',
      events: [{ event: 'created', timestamp: when, reason: null, by: 'agent' }],
      state: {
        E: 0.5,
        I: 0.9,
        S: 0.4,
        V: -0.2,
        coherence: 0.95,
        lambda1: 0.15,
        integral: 0,
        time: 0.8,
        updates: 8,
        smoothed_risk: 0.2,
        smoothed_coherence: 0.95,
        baseline: 0.15,
      },
      verdict,
      statistics: { risk_sum: 2, void_count: 1, approve: 6, revise: 1, reject: 1 },
    },
    history_size: 8,
  };
}

export function aPoint(version: number, over: Partial<HistoryPoint> = {}): HistoryPoint {
  return {
    version,
    time: version / 10,
    timestamp: when,
    E: 0.5,
    I: 0.9,
    S: 0.4,
    V: -0.2,
    coherence: 0.95,
    risk: 0.1,
    risk_raw: 0.15,
    lambda1: 0.15,
    health: 'healthy',
    action: 'approve',
    request_id: null,
    ...over,
  };
}

export function aCheckIn(): CheckInResult {
  return {
    success: true,
    agent_id: 'a',
    version: 1,
    status: 'healthy',
    decision: verdict.decision,
    metrics: {
      ...aRow('a').metrics,
      risk_raw: 0.1,
      time: 0.1,
      updates: 1,
      health_status: 'healthy',
      health_message: 'all well',
      reasons: verdict.reasons,
    },
    sampling_params: verdict.sampling,
    timestamp: when,
  };
}

export function theThresholds(): Thresholds {
  const { retention, agents } = defaultPolicy;
  return { ...settingsForAll(defaultPolicy), retention, agents, source: 'defaults' };
}

export const aStore: StoreStatus = {
  epoch: 3,
  bytes: 12_345,
  rotations: 1,
  last_fsync_age_ms: 500,
  fsync_p99_ms: 2.5,
  read_only: false,
  damage: [],
};

export function aSession(over: Partial<SessionView> = {}): SessionView {
  return {
    id: 1,
    kind: 'mcp',
    pid: 200,
    state: 'ready',
    last_heartbeat_age_ms: 10,
    uptime_s: 65,
    rss_bytes: 52_000_000,
    cpu_percent: 0.2,
    event_loop_delay_ms: { p50: 0, p99: 0.4 },
    unsent_bytes: 0,
    requests_in_flight: 0,
    build: '0.1.0+abc',
    build_date: '2026-01-02',
    workspace: '/home/of/app',
    ...over,
  };
}

export function aProcess(over: Partial<ProcessView> = {}): ProcessView {
  const { id, ...session } = aSession();
  return { ...session, session: id, is_current: false, ...over };
}

export function aStatus(): Status {
  return {
    pid: 100,
    epoch: 3,
    version: '0.1.0',
    protocol: '1.0',
    uptime_s: 3661,
    home: '/home/of/watchstander',
    endpoint: '/home/of/watchstander/run/e3.sock',
    agents: { total: 5, healthy: 3, degraded: 1, critical: 1 },
    sessions: [
      aSession({ id: 1, kind: 'window', pid: 200 }),
      aSession({ id: 2, pid: 201, last_heartbeat_age_ms: 4_000 }),
      aSession({
        id: 3,
        pid: 202,
        last_heartbeat_age_ms: 31_000,
        state: 'not responding',
        uptime_s: null,
      }),
    ],
    store: aStore,
    event_loop_delay_ms: { p50: 0.1, p99: 1.5 },
    rss_bytes: 61_000_000,
    cpu_percent: 0.4,
    state: 'ready',
    unsent_bytes: 0,
    requests_in_flight: 0,
    build: '0.1.0+abc',
    build_date: '2026-01-02',
    policy: { ok: true },
  };
}

export function anAlert(over: Partial<Alert> = {}): Alert {
  return {
    id: '3-1',
    agent_id: 'a',
    kind: 'health',
    level: 'critical',
    opened: when,
    reasons: [{ name: 'drift', value: 0.42, share: 0.9, threshold: 0.3 }],
    message: 'Critical: risk 0.42 reached 0.30 (drift 0.38 of 0.42).',
    ...over,
  };
}
