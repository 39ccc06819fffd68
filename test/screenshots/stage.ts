import { fleet, type Member } from '../../client/editor/demo/demoFleet.ts';
import type { SidecarConnection } from '../../client/connection/types.ts';
import { admitCheckIn } from '../../shared/admission.ts';

/** Those of the demonstration fleet that come out like this, their past reported. */
export async function enter(
  agent: SidecarConnection,
  isWanted: (member: Member) => boolean,
): Promise<void> {
  for (const { id, reports, settledAfter, pausedBecause: reason } of fleet.filter(isWanted)) {
    const agent_id = id.replace('demo/', '');
    const made = reports();
    for (let report = 0; report < settledAfter; report += 1) {
      const { checkIn } = admitCheckIn({ agent_id, ...made.next().value });
      await agent.request('watchstander/checkIn', checkIn);
    }
    if (reason !== null) {
      await agent.request('watchstander/lifecycle', { agent_id, act: 'pause', reason });
    }
  }
}

/** So many agents, one in twenty of which drifts. */
export async function crowd(agent: SidecarConnection, count: number): Promise<void> {
  const atOnce = 50;
  for (let start = 0; start < count; start += atOnce) {
    const some = Array.from({ length: atOnce }, (_, at) => start + at);
    await Promise.all(some.map((number) => join(agent, number)));
  }
}

async function join(agent: SidecarConnection, number: number): Promise<void> {
  const drift = number % 20 === 0 ? 0.35 : 0;
  const { checkIn } = admitCheckIn({
    agent_id: `worker-${String(number).padStart(4, '0')}`,
    ethical_drift: [drift, drift, drift],
    complexity: 0.4,
  });
  for (let report = 0; report < 2; report += 1) {
    await agent.request('watchstander/checkIn', checkIn);
  }
}
