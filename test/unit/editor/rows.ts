import type { AgentRow, FleetSummary } from '../../../shared/model.ts';
import type { FleetChange } from '../../../shared/protocol.ts';
import type { Translate } from '../../../client/editor/screen/scene.ts';

/** English, filled in the way VS Code does. */
export const english: Translate = (message, ...values) =>
  message.replace(/\{(\d+)\}/gu, (_, index: string) => String(values[Number(index)]));

export const noonMs = Date.UTC(2026, 0, 1, 12);

export function row(agentId: string, differences: Partial<AgentRow> = {}): AgentRow {
  return {
    agent_id: agentId,
    lifecycle_status: 'active',
    health_status: 'healthy',
    created: '2026-01-01T10:00:00.000Z',
    last_update: '2026-01-01T11:58:00.000Z',
    update_count: 7,
    total_updates: 7,
    version: 9,
    tags: [],
    notes: '',
    metrics: {
      lambda1: 0.1,
      coherence: 0.97,
      void_active: false,
      E: 0.7,
      I: 0.8,
      S: 0.1,
      V: 0,
      risk_score: 0.149,
    },
    health_message: 'Healthy: risk 0.14 is under 0.15, coherence 0.97 is at least 0.85.',
    paused: null,
    harness: null,
    workspace: null,
    trend: null,
    liveness: 'active',
    governed: 'advisory',
    parent: null,
    facts: null,
    ...differences,
  };
}

export function critical(agentId: string): AgentRow {
  return row(agentId, {
    health_status: 'critical',
    health_message: 'Critical: risk 0.36 reached 0.30 (drift 0.35 of 0.42).',
  });
}

export const noSummary = {} as FleetSummary;

export function change(
  [previous, revision]: readonly [number, number],
  agents: readonly AgentRow[],
  removed: readonly string[] = [],
): FleetChange {
  return { previous, revision, agents, removed, summary: noSummary };
}
