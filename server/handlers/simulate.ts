import { timestamp } from '../../shared/clock.ts';
import type { CheckInResult } from '../../shared/model.ts';
import type { CheckInParams } from '../../shared/protocol.ts';
import { assess, resultOf } from '../monitor/agentMonitor.ts';
import { refusals } from '../store/refusals.ts';
import { refuseUnlessActive } from './checkIn.ts';
import type { Deps } from './deps.ts';

/**
 * What a check-in would be answered now. Nothing is stored: the version is the one the agent has,
 * 0 for one that has not checked in yet.
 * @throws WatchstanderError PAUSED, ARCHIVED, DELETED, CONFLICT, as the check-in would.
 */
export function simulate(deps: Deps, params: CheckInParams): CheckInResult {
  const { agent_id, expected_version } = params;
  const before = deps.store.draft(agent_id);
  if (before !== undefined) refuseUnlessActive(before);
  const version = before?.version ?? 0;
  if (expected_version !== undefined && expected_version !== version) {
    throw refusals.versionConflict({ agent_id, expected_version, patch: {} }, before, undefined);
  }
  const { state, verdict } = assess(before, params, deps.policy.settingsFor(agent_id));
  return resultOf({ agent_id, version, state, verdict, last_update: timestamp(deps.clock) });
}
