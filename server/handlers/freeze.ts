import { timestamp } from '../../shared/clock.ts';
import { failures } from '../../shared/errors.ts';
import type { FreezeParams, FreezeResult } from '../../shared/hooks.ts';
import type { Mutation } from '../store/port.ts';
import type { Deps } from './deps.ts';
import { patchOf } from './lifecycle.ts';
import { actorOf, type Caller } from './table.ts';
import { commitWatched, tellHooks } from './commit/watchedCommit.ts';

/** So many are looked at for one transaction: its size is bounded, and others' changes go in between. */
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
  if (actorOf(caller) !== 'person') {
    throw failures.invalidInput('act: is only for people', 'Ask the user.');
  }
  const [from, to] = act === 'pause' ? ['active', 'paused'] : ['paused', 'active'];
  const how = { by: 'person' as const, at: timestamp(deps.clock), reason: reason ?? null };
  const ids = Array.from(deps.store.list(), ({ agent_id }) => agent_id);
  const changed: string[] = [];
  const already: string[] = [];
  for (let at = 0; at < ids.length; at += atOnce) {
    const mutations: Mutation[] = [];
    for (const agent_id of ids.slice(at, at + atOnce)) {
      const record = deps.store.draft(agent_id);
      if (record?.lifecycle === from) {
        mutations.push({ agent_id, patch: patchOf(record, act, how) });
      } else if (record?.lifecycle === to) already.push(agent_id);
    }
    if (mutations.length > 0) await commitWatched(deps, mutations);
    changed.push(...mutations.map(({ agent_id }) => agent_id));
  }
  await tellHooks(deps, already);
  return { agent_ids: changed };
}
