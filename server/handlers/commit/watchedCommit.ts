import { failures } from '../../../shared/errors.ts';
import type { AlertEvent } from '../../monitor/alerts/alerts.ts';
import type { HookFleet } from '../../monitor/hooks/hookFleet.ts';
import { worst } from '../../monitor/agentRow.ts';
import type {
  DocumentChanges,
  Mutation,
  Receipt,
  RecordPatch,
  RequestKey,
} from '../../store/port.ts';
import { draftAlerts } from './alertDocuments.ts';
import { AlertTurn, eventsOf } from './alertTurn.ts';
import type { Deps } from '../deps.ts';
import { forgottenDocuments, hookKeyOf, retiredDocuments } from './hookDocuments.ts';

type WatchDeps = Pick<Deps, 'clock' | 'store' | 'alerts'>;

/** What else belongs to a commit. */
interface Beside {
  readonly request?: RequestKey | undefined;
  readonly documents?: DocumentChanges;
}

/**
 * Commits mutations together with what they mean for alerts; people are told when it is durable.
 * Like the store's `commit`, which nobody else should call with mutations.
 */
export function commitWatched(
  deps: WatchDeps & Pick<Deps, 'hooks'>,
  mutations: readonly Mutation[],
  beside: Beside = {},
): Promise<Receipt> {
  if (!mutations.every((mutation) => isNoNews(deps, mutation))) {
    return commitNews(deps, mutations, beside);
  }
  return deps.store.commit(mutations, beside.request, beside.documents);
}

/**
 * A check-in of an agent that is well, about which nothing is remembered: by far the most of what
 * comes. It leaves `noAlerts` what it is and moves no pause, so nobody has to be told of it.
 */
function isNoNews(
  { store, hooks }: WatchDeps & Pick<Deps, 'hooks'>,
  { agent_id, patch, point }: Mutation,
): boolean {
  if (point === undefined || patch.verdict?.health !== 'healthy') return false;
  if (patch.lifecycle !== undefined && patch.created === undefined) return false;
  const { fleet } = hooks;
  if (fleet.isLinked(agent_id)) return false;
  return draftAlerts(store, agent_id) === undefined;
}

async function commitNews(
  deps: WatchDeps & Pick<Deps, 'hooks'>,
  mutations: readonly Mutation[],
  { request, documents = new Map() }: Beside,
): Promise<Receipt> {
  const whole = mutations.map((mutation) => withProgram(deps, mutation));
  const turn = turnOf(deps, whole, documents);
  const takeBack = dropEnded(deps.hooks.fleet, whole);
  const receipt = await deps.store
    .commit(whole, request, turn.documents())
    .catch((error: unknown) => {
      takeBack();
      throw error;
    });
  turn.publish();
  // What makes an agent sets it, too: nobody had paused that one.
  const moved = mutations.filter(({ patch }) => 'paused' in patch && !('created' in patch));
  for (const { agent_id, patch } of moved) {
    if (patch.paused === null) deps.hooks.fleet.resumed(agent_id);
  }
  await tellHooks(
    deps,
    moved.map(({ agent_id }) => agent_id),
  );
  return receipt;
}

/** What these mutations mean for alerts and for what is kept from hooks. */
function turnOf(
  deps: WatchDeps & Pick<Deps, 'hooks'>,
  mutations: readonly Mutation[],
  documents: DocumentChanges,
): AlertTurn {
  const turn = new AlertTurn(deps);
  for (const mutation of mutations) {
    const { agent_id, patch } = mutation;
    if (patch.lifecycle === 'deleted') {
      turn.forget(agent_id);
      writeAll(turn, forgottenDocuments(deps.store, agent_id));
    }
    if (patch.lifecycle === 'archived') retire(deps, turn, agent_id);
    for (const event of eventsOf(mutation)) {
      turn.take(deps.hooks.fleet.shownId(agent_id), withPartners(deps, agent_id, event));
    }
  }
  writeAll(turn, documents);
  return turn;
}

/**
 * In the turn of the commit: an event that comes while it is stored begins the agent anew. Returns how
 * to take it back, where it could not be stored.
 */
function dropEnded(fleet: HookFleet, mutations: readonly Mutation[]): () => void {
  const ended = mutations.flatMap(({ agent_id: id, patch: { lifecycle } }) =>
    lifecycle === 'deleted' || lifecycle === 'archived'
      ? [{ id, lifecycle, agent: fleet.get(id), ties: fleet.tiesOf(id) }]
      : [],
  );
  for (const { id, lifecycle } of ended) {
    if (lifecycle === 'deleted') fleet.forget(id);
    else fleet.retire(id);
  }
  return () => {
    for (const { id, agent, ties } of ended) fleet.restore(id, agent, ties);
  };
}

/**
 * A pause is acknowledged when hooks find it, also without a sidecar. Who repeats a request tells them
 * again: the first time it may have been stored, and have failed here.
 * @throws WatchstanderError UNAVAILABLE.
 */
export async function tellHooks(
  { hooks }: Pick<Deps, 'hooks'>,
  agentIds: readonly string[],
): Promise<void> {
  if (agentIds.length === 0) return;
  try {
    await hooks.markPauses(agentIds);
  } catch (error) {
    throw failures.unavailable(`It is stored, but hooks cannot be told of it: ${String(error)}`);
  }
}

type HookDeps = Pick<Deps, 'store' | 'hooks'>;

/** What only hooks know of who is archived goes with this commit, so its record keeps which program it was. */
function withProgram({ hooks }: HookDeps, mutation: Mutation): Mutation {
  const { agent_id, patch } = mutation;
  const shown = patch.lifecycle === 'archived' ? hooks.fleet.shown(agent_id) : null;
  if (shown === null) return mutation;
  const { harness, workspace } = shown;
  const program: RecordPatch = workspace === null ? { harness } : { harness, workspace };
  return { ...mutation, patch: { ...program, ...patch } };
}

function retire({ store, hooks }: HookDeps, turn: AlertTurn, agentId: string): void {
  if (store.draftDocument(hookKeyOf(agentId)) === undefined) return;
  writeAll(turn, retiredDocuments(agentId, hooks.fleet.tiesOf(agentId)));
}

function writeAll(turn: AlertTurn, documents: DocumentChanges): void {
  for (const written of documents) turn.write(...written);
}

/** An agent that reports in two ways is as ill as the worse of them says. */
function withPartners(
  { store, hooks }: WatchDeps & Pick<Deps, 'hooks'>,
  agentId: string,
  event: AlertEvent,
): AlertEvent {
  if (event.kind !== 'judged') return event;
  const shownId = hooks.fleet.shownId(agentId);
  const others = [shownId, ...hooks.fleet.livePartnersOf(shownId)].filter((id) => id !== agentId);
  const verdicts = others.flatMap((id) => store.draft(id)?.verdict ?? []);
  return { kind: 'judged', verdict: worst([event.verdict, ...verdicts]) };
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
