import {
  denialOf,
  hookAgentId,
  type HookAnswer,
  type HookEventParams,
} from '../../shared/hooks.ts';
import type { Deps } from './deps.ts';

/** Takes one event of an agent's program. */
export function hookEvent(deps: Deps, params: HookEventParams): HookAnswer {
  const { harness, session, subagent } = params;
  const hashes = subagent === null ? [session] : [subagent, session];
  const records = hashes.map((hash) => deps.store.read(hookAgentId(harness, hash)));
  const held = records.find((record) => record?.lifecycle === 'paused');
  return {
    agent_id: hookAgentId(harness, subagent ?? session),
    denied:
      held === undefined
        ? null
        : denialOf(held.agent_id, held.paused?.by ?? 'person', held.paused?.reason ?? null),
    receipts: 0,
    duplicate: false,
  };
}
