import { matchesGlob } from '../../shared/policy/glob.ts';
import { settingsForAll } from '../../shared/policy/settingsFor.ts';
import type { Thresholds, ThresholdsParams } from '../../shared/protocol.ts';
import type { Deps } from './deps.ts';

/** The policy in force, for one agent (which need not exist) or for all. */
export function showThresholds({ policy }: Deps, { agent_id }: ThresholdsParams): Thresholds {
  const { retention, agents } = policy.current;
  const isFor = (match: string): boolean => agent_id === undefined || matchesGlob(match, agent_id);
  const settings =
    agent_id === undefined ? settingsForAll(policy.current) : policy.settingsFor(agent_id);
  const { error } = policy.state;
  return {
    ...settings,
    retention,
    agents: agents.filter(({ match }) => isFor(match)),
    source: policy.source,
    ...(error === undefined ? {} : { error }),
  };
}
