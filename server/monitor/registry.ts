import { timestampMs } from '../../shared/clock.ts';
import type { AgentRecord, AgentRow, FleetSummary, Health, Liveness } from '../../shared/model.ts';
import { cleanNote } from '../../shared/text.ts';

/** Other models read the rows: what people wrote is cut shorter there than where it is kept. */
const rowNoteCodePoints = 200;

export interface RowContext {
  readonly wallMs: number;
  readonly silentAfterMs: number;
}

/** What lists show of an agent. */
export function rowOf(record: AgentRecord, context: RowContext): AgentRow {
  const { state, verdict } = record;
  return {
    agent_id: record.agent_id,
    lifecycle_status: record.lifecycle,
    health_status: verdict?.health ?? 'unknown',
    created: record.created,
    last_update: record.last_update,
    update_count: state.updates,
    total_updates: state.updates,
    version: record.version,
    tags: record.tags,
    notes: cleanNote(record.notes, rowNoteCodePoints),
    metrics: {
      lambda1: state.lambda1,
      coherence: state.coherence,
      void_active: verdict?.void_active ?? false,
      E: state.E,
      I: state.I,
      S: state.S,
      V: state.V,
      risk_score: verdict?.risk_score ?? 0,
    },
    health_message: verdict?.health_message ?? 'no check-in since the reset',
    paused: record.paused,
    harness: record.harness,
    liveness: livenessOf(record, context),
    governed: 'advisory',
    parent: null,
    facts: null,
  };
}

function livenessOf(record: AgentRecord, context: RowContext): Liveness {
  if (record.lifecycle === 'archived') return 'ended';
  const silentMs = context.wallMs - timestampMs(record.last_update);
  return silentMs > context.silentAfterMs ? 'silent' : 'active';
}

/** Is it part of the fleet that people see? */
export function isListed({ lifecycle }: Pick<AgentRecord, 'lifecycle'>): boolean {
  return lifecycle !== 'deleted';
}

interface Counted extends Pick<AgentRecord, 'agent_id' | 'lifecycle'> {
  readonly health: Health | null;
}

/** Counts of the fleet, kept with each change: their cost does not grow with the fleet. */
export class FleetCounts {
  private readonly known = new Map<string, Counted>();
  private readonly counts = {
    total_agents: 0,
    active: 0,
    paused: 0,
    archived: 0,
    healthy: 0,
    degraded: 0,
    critical: 0,
  };

  get summary(): FleetSummary {
    return { ...this.counts };
  }

  healthOf(agentId: string): Health | null {
    return this.known.get(agentId)?.health ?? null;
  }

  update({ agent_id, lifecycle, health }: Counted): void {
    const before = this.known.get(agent_id);
    if (before !== undefined) this.add(before, -1);
    const now = { agent_id, lifecycle, health };
    this.known.set(agent_id, now);
    this.add(now, 1);
  }

  private add({ lifecycle, health }: Counted, sign: 1 | -1): void {
    if (lifecycle === 'deleted') return;
    this.counts.total_agents += sign;
    this.counts[lifecycle] += sign;
    // Health is of those that are watched now: an archived agent is neither well nor ill.
    if (lifecycle !== 'archived' && health !== null) this.counts[health] += sign;
  }
}
