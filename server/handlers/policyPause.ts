import { timestamp } from '../../shared/clock.ts';
import type { HookAgent } from '../monitor/hooks/hookAgent.ts';
import type { Deps } from './deps.ts';
import { patchOf } from './lifecycle.ts';
import { commitWatched } from './commit/watchedCommit.ts';

/** Fewer are no sustained state, whatever a policy says. */
const leastInARow = 3;

/**
 * Pauses an agent that is critical for long, where the policy wants it: so many check-ins in a row,
 * and its tool calls measured as stuck at this moment. One soft signal never pauses anybody.
 */
export async function pauseByPolicy(deps: Deps, agent: HookAgent): Promise<void> {
  const agentId = deps.hooks.fleet.shownId(agent.agent_id);
  const { pause_after_critical } = deps.policy.settingsFor(agentId).hooks;
  const enough = Math.max(leastInARow, pause_after_critical);
  if (pause_after_critical === 0 || agent.criticalRun < enough) return;
  const record = deps.store.draft(agentId);
  if (agent.loop.behaviour !== 'stuck' || record?.lifecycle !== 'active') return;
  const reason = `critical ${agent.criticalRun} check-ins in a row, and stuck`;
  const how = { by: 'policy' as const, at: timestamp(deps.clock), reason };
  await commitWatched(deps, [{ agent_id: agentId, patch: patchOf(record, 'pause', how) }]);
}
