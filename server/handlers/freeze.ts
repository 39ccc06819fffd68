import { timestamp } from '../../shared/clock.ts';
import { failures } from '../../shared/errors.ts';
import type { FreezeParams, FreezeResult } from '../../shared/hooks.ts';
import type { Mutation } from '../store/port.ts';
import type { Deps } from './deps.ts';
import { patchOf } from './lifecycle.ts';
import type { Caller } from './table.ts';
import { commitWatched, tellHooks } from './commit/watchedCommit.ts';

/** One transaction holds so many agents: its size is bounded. */
const atOnce = 100;

/**
 * Pauses every agent at work, or resumes every one that is paused.
 * @throws WatchstanderError INVALID_INPUT for callers that are no person, UNAVAILABLE, FENCED.
 */
export async function freezeAll(
  deps: Deps,
  caller: Caller,
  { act, reason }: FreezeParams,
): Promise<FreezeResult> {
  if (caller.kind !== 'window' && caller.kind !== 'cli') {
    throw failures.invalidInput('act: is only for people', 'Ask the user.');
  }
  const [from, to] = act === 'pause' ? ['active', 'paused'] : ['paused', 'active'];
  const how = { by: 'person' as const, at: timestamp(deps.clock), reason: reason ?? null };
  const mutations: Mutation[] = [];
  const already: string[] = [];
  for (const { agent_id } of deps.store.list()) {
    const record = deps.store.draft(agent_id);
    if (record?.lifecycle === from) mutations.push({ agent_id, patch: patchOf(record, act, how) });
    else if (record?.lifecycle === to) already.push(agent_id);
  }
  for (let at = 0; at < mutations.length; at += atOnce) {
    await commitWatched(deps, mutations.slice(at, at + atOnce));
  }
  await tellHooks(deps, already);
  return { agent_ids: mutations.map(({ agent_id }) => agent_id) };
}
