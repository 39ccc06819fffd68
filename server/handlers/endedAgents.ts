import { timestampMs, timestampOf } from '../../shared/clock.ts';
import type { AgentRecord } from '../../shared/model.ts';
import { durationMs, type Duration } from '../../shared/policy/duration.ts';
import type { Mutation, RecordPatch } from '../store/port.ts';
import type { Deps } from './deps.ts';
import { isOver, listSurplus, retiredDocuments } from './commit/hookDocuments.ts';
import { withEvent } from './commit/lifecycleEvents.ts';
import { commitWatched } from './commit/watchedCommit.ts';

/** So many in one commit: check-ins go on between them. */
const atOnce = 100;

type EndedDeps = Pick<Deps, 'clock' | 'store' | 'alerts' | 'hooks'>;

/**
 * Archives the agents at work that have not checked in for so long: what stays is who they were and
 * their sums. Resolves to the wall time when the next one is due; Infinity when nobody is at work.
 * @throws WatchstanderError UNAVAILABLE, FENCED.
 */
export async function archiveEnded(deps: EndedDeps, endedAfter: Duration): Promise<number> {
  const endedMs = durationMs(endedAfter);
  let nextDueMs = Infinity;
  const due: string[] = [];
  for (const record of deps.store.list()) {
    if (record.lifecycle !== 'active') continue;
    const dueMs = lastHeardMs(deps, record) + endedMs;
    if (dueMs <= deps.clock.wallMs()) due.push(record.agent_id);
    else nextDueMs = Math.min(nextDueMs, dueMs);
  }
  for (let first = 0; first < due.length; first += atOnce) {
    const mutations = due
      .slice(first, first + atOnce)
      .flatMap((agentId) => endingOf(deps, agentId, endedAfter));
    if (mutations.length > 0) await commitWatched(deps, mutations);
  }
  return nextDueMs;
}

/**
 * Drops what earlier versions kept from hooks of agents that were archived, or of which nothing is
 * stored.
 * @throws WatchstanderError UNAVAILABLE, FENCED.
 */
export async function dropSurplus({ store, hooks }: EndedDeps): Promise<void> {
  const surplus = listSurplus(store);
  for (let first = 0; first < surplus.length; first += atOnce) {
    const over = surplus
      .slice(first, first + atOnce)
      .filter((agentId) => isOver(store.draft(agentId)?.lifecycle));
    const changes = over.flatMap((id) => [...retiredDocuments(id, hooks.fleet.tiesOf(id))]);
    if (changes.length > 0) await store.commit([], undefined, new Map(changes));
  }
}

/** Of an agent that reports in two ways the later one. */
function lastHeardMs(
  { store, hooks }: EndedDeps,
  { agent_id, last_update }: Pick<AgentRecord, 'agent_id' | 'last_update'>,
): number {
  const shownId = hooks.fleet.shownId(agent_id);
  const others = [shownId, ...hooks.fleet.partnersOf(shownId)].filter((id) => id !== agent_id);
  const heard = others.flatMap((id) => store.draft(id)?.last_update ?? []);
  return Math.max(...[last_update, ...heard].map(timestampMs));
}

/** None for one that checked in, or was changed otherwise, since it was looked at. */
function endingOf(deps: EndedDeps, agentId: string, endedAfter: Duration): Mutation[] {
  const record = deps.store.draft(agentId);
  if (record?.lifecycle !== 'active') return [];
  const wallMs = deps.clock.wallMs();
  if (lastHeardMs(deps, record) + durationMs(endedAfter) > wallMs) return [];
  const at = timestampOf(wallMs);
  const reason = `no check-in for ${endedAfter} (retention.ended_agents)`;
  const events = withEvent(record, 'archived', { by: 'policy', at, reason });
  return [
    {
      agent_id: agentId,
      patch: { events, lifecycle: 'archived', archived_at: at, ...withoutHistory(record) },
    },
  ];
}

/** Of an agent that is over: its points and the vectors of its model are kept no longer. */
export function withoutHistory({ state, version }: AgentRecord): RecordPatch {
  const bare = { ...state, previous: null, window: Float64Array.of(state.V) };
  return { state: bare, history_after: version };
}

/** Archived because nothing came of it, by nobody: its next check-in brings it back. */
export function isEnded({ lifecycle, events }: AgentRecord): boolean {
  const last = events.findLast(({ event }) => event === 'archived');
  return lifecycle === 'archived' && last?.by === 'policy';
}

/** What a check-in does besides to an agent that ended. */
export function returning(before: AgentRecord, at: string): RecordPatch {
  if (!isEnded(before)) return {};
  const how = { by: 'agent', at, reason: 'it checked in again' } as const;
  const events = withEvent(before, 'resumed', how);
  return { events, lifecycle: 'active', archived_at: null };
}
