import type { AgentRecord, Trend } from '../../shared/model.ts';

/** Judged over this many check-ins, fewer where there are not so many yet. */
const checkIns = 6;
/** A smaller difference of risk is noise: a hundredth is what rows show of it. */
const noticeable = 0.02;

interface Recent {
  readonly updates: number;
  /** Oldest first. */
  readonly risks: readonly number[];
}

/**
 * Which way the risk of each agent goes. It is known from what this process saw, so after a start
 * there is none until an agent has checked in twice.
 */
export class RiskTrends {
  private readonly recent = new Map<string, Recent>();

  /** Takes note of an agent as it is now; the same check-in again changes nothing. */
  note({ agent_id, lifecycle, state, verdict }: AgentRecord): void {
    if (verdict === null || lifecycle === 'archived' || lifecycle === 'deleted') {
      this.recent.delete(agent_id);
      return;
    }
    const before = this.recent.get(agent_id);
    const { updates } = state;
    if (before?.updates === updates) return;
    // Fewer than before: it was reset, and what came before is another story.
    const risks = before !== undefined && before.updates < updates ? before.risks : [];
    this.recent.set(agent_id, {
      updates,
      risks: [...risks, verdict.risk_score].slice(-checkIns),
    });
  }

  /** Null while there is nothing to compare with. */
  of(agentId: string): Trend | null {
    const risks = this.recent.get(agentId)?.risks ?? [];
    const [first] = risks;
    const last = risks.at(-1);
    if (risks.length < 2 || first === undefined || last === undefined) return null;
    if (Math.abs(last - first) < noticeable) return 'steady';
    return last > first ? 'rising' : 'falling';
  }
}
