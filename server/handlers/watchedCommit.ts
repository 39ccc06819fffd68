import type { AlertEvent } from '../monitor/alerts.ts';
import type { Mutation, Receipt, RequestKey } from '../store/port.ts';
import { AlertTurn, eventsOf } from './alertTurn.ts';
import type { Deps } from './deps.ts';

type WatchDeps = Pick<Deps, 'clock' | 'store' | 'alerts'>;

/**
 * Commits mutations together with what they mean for alerts; people are told when it is durable.
 * Like the store's `commit`, which nobody else should call with mutations.
 */
export async function commitWatched(
  deps: WatchDeps,
  mutations: readonly Mutation[],
  request?: RequestKey,
): Promise<Receipt> {
  const turn = new AlertTurn(deps);
  for (const mutation of mutations) {
    if (mutation.patch.lifecycle === 'deleted') turn.forget(mutation.agent_id);
    for (const event of eventsOf(mutation)) turn.take(mutation.agent_id, event);
  }
  const receipt = await deps.store.commit(mutations, request, turn.documents());
  turn.publish();
  return receipt;
}

/** Something happened to an agent that is no change of it. */
export async function noteEvent(
  deps: WatchDeps,
  agentId: string,
  event: AlertEvent,
): Promise<void> {
  const turn = new AlertTurn(deps);
  turn.take(agentId, event);
  await commitTurn(deps, turn);
}

export async function commitTurn(deps: WatchDeps, turn: AlertTurn): Promise<void> {
  const documents = turn.documents();
  if (documents.size === 0) return;
  await deps.store.commit([], undefined, documents);
  turn.publish();
}
