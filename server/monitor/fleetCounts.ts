import type { AgentRecord, FleetSummary, Health } from '../../shared/model.ts';

export interface Counted extends Pick<AgentRecord, 'agent_id' | 'lifecycle'> {
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
