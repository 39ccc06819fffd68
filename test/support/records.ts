import type { AgentRecord, CheckIn } from '../../shared/model.ts';
import { assess } from '../../server/monitor/agentMonitor.ts';
import { defaultSettings } from '../../server/governance/settings.ts';

/** A record as the sidecar makes it, from check-ins that really went through the model. */
export function recordAfter(
  checkIns: readonly Partial<CheckIn>[],
  changes: Partial<AgentRecord> = {},
): AgentRecord {
  const at = '2026-01-01T00:00:00.000Z';
  let record: AgentRecord | undefined;
  for (const change of checkIns) {
    const assessed = assess(record, { ...plainCheckIn, ...change }, defaultSettings);
    record = { ...newRecord(at), ...assessed, version: (record?.version ?? 0) + 1 };
  }
  if (record === undefined) throw new Error('A record begins with a check-in.');
  return { ...record, ...changes };
}

export const plainCheckIn: CheckIn = {
  agent_id: 'a',
  parameters: [],
  ethical_drift: [],
  text: { code_points: 0, keyword_hits: 0 },
  complexity: 0.5,
};

/** What makes an agent degraded after some updates and critical after more. */
export const drifting: Partial<CheckIn> = { ethical_drift: [0.3, 0.3, 0.3] };

function newRecord(at: string): Omit<AgentRecord, 'state' | 'verdict' | 'statistics' | 'version'> {
  return {
    agent_id: 'a',
    created: at,
    last_update: at,
    harness: null,
    workspace: null,
    lifecycle: 'active',
    paused: null,
    archived_at: null,
    tags: [],
    tag_history: [],
    notes: '',
    events: [{ event: 'created', timestamp: at, reason: null, by: 'agent' }],
    history_after: 0,
  };
}
