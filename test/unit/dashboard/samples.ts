import type { AgentLine, Points } from '../../../client/dashboard/messages.ts';

/** Points of these versions; every value is told by its version. */
export function pointsOf(versions: readonly number[], changed: Partial<Points> = {}): Points {
  const scaled = (by: number): number[] => versions.map((version) => version * by);
  return {
    version: [...versions],
    atMs: scaled(1_000),
    risk: scaled(0.001),
    coherence: scaled(0.002),
    E: scaled(0.003),
    I: scaled(0.004),
    S: scaled(0.005),
    V: scaled(0.006),
    lambda1: scaled(0.007),
    health: versions.map(() => 'healthy'),
    action: versions.map(() => 'approve'),
    ...changed,
  };
}

export function lineOf(agentId: string, changed: Partial<AgentLine> = {}): AgentLine {
  return {
    agentId,
    standing: 'healthy',
    message: 'Healthy: risk 0.02 is under 0.15.',
    risk: 0.02,
    coherence: 0.95,
    lastMs: 1_000,
    updates: 3,
    version: 3,
    harness: null,
    liveness: 'active',
    lifecycle: 'active',
    paused: null,
    ...changed,
  };
}
