import { timestampMs } from '../../../shared/clock.ts';
import type { AgentDetail } from '../../../shared/protocol.ts';

/** `get_governance_metrics` */
export function governanceMetrics(detail: AgentDetail) {
  const { state, verdict, statistics } = detail.record;
  const { risk_sum, void_count, approve, revise, reject } = statistics;
  const total = approve + revise + reject;
  return {
    success: true as const,
    agent_id: detail.record.agent_id,
    version: detail.record.version,
    state: {
      ...measures(detail),
      time: state.time,
      update_count: state.updates,
    },
    status: detail.row.health_status,
    // Null between a reset and the next check-in.
    sampling_params: verdict?.sampling ?? null,
    history_size: detail.history_size,
    mean_risk: share(risk_sum, total),
    void_frequency: share(void_count, total),
    decision_statistics: { approve, revise, reject, total },
  };
}

/** `get_agent_metadata`; `nowMs` is wall time. */
export function agentMetadata(detail: AgentDetail, nowMs: number) {
  const { record } = detail;
  const days = (nowMs - timestampMs(record.last_update)) / 86_400_000;
  return {
    success: true as const,
    agent_id: record.agent_id,
    status: record.lifecycle,
    created_at: record.created,
    last_update: record.last_update,
    version: record.version,
    total_updates: record.state.updates,
    tags: record.tags,
    notes: record.notes,
    lifecycle_events: record.events,
    paused_at: record.paused?.at ?? null,
    archived_at: record.archived_at,
    current_state: { ...measures(detail), health_status: detail.row.health_status },
    days_since_update: Math.max(0, Math.round(days * 1000) / 1000),
  };
}

function measures(detail: AgentDetail) {
  const { E, I, S, V, coherence, lambda1 } = detail.record.state;
  const { void_active } = detail.row.metrics;
  return { E, I, S, V, coherence, lambda1, void_active };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
