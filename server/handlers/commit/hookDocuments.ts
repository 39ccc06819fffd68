import { timestampMs, timestampOf, type Clock } from '../../../shared/clock.ts';
import type { AgentRecord, Harness, Lifecycle } from '../../../shared/model.ts';
import { featureNames, initialFeatures, type FeatureState } from '../../monitor/hooks/features.ts';
import { callsInFlight, type HookAgent, type Place } from '../../monitor/hooks/hookAgent.ts';
import type { HookFleet, Ties } from '../../monitor/hooks/hookFleet.ts';
import { initialLoopState } from '../../monitor/hooks/loops.ts';
import type { DocumentChanges, Json, Store } from '../../store/port.ts';

/**
 * What is known from hooks is kept as long as its agent is at work or paused: one small document an
 * agent, counts and no digests. Of one that is over only what it is to others is kept, if anything.
 */
const hookKey = 'hooks/agent/';
const tiesKey = 'hooks/ties/';

export function hookKeyOf(agentId: string): string {
  return hookKey + agentId;
}

function tiesKeyOf(agentId: string): string {
  return tiesKey + agentId;
}

interface HookDocument {
  readonly agent_id: string;
  readonly harness: Harness;
  readonly parent: string | null;
  readonly workspace: string | null;
  readonly linked: string | null;
  readonly place: Place;
  readonly calls: number;
  readonly receipts: number;
  readonly unasked: number;
  readonly failure_run: number;
  readonly nothing_new_run: number;
  readonly calls_since_good_edit: number;
  readonly behaviour: HookAgent['loop']['behaviour'];
  readonly critical_run: number;
  /** Wall time; null before the first call. */
  readonly progress_at: string | null;
  readonly last_event: string;
  /** How many calls; earlier versions did not keep it. */
  readonly in_flight?: number;
}

function documentOf(agent: HookAgent, clock: Clock): Json {
  const { loop, features } = agent;
  const { progressAtMs } = features;
  const agoMs = clock.monotonicMs() - (progressAtMs ?? 0);
  const kept: HookDocument = {
    agent_id: agent.agent_id,
    harness: agent.harness,
    parent: agent.parent,
    workspace: agent.workspace,
    linked: agent.linked,
    place: agent.place,
    calls: features.calls,
    receipts: agent.receipts,
    unasked: agent.unasked,
    failure_run: loop.facts.failureRun,
    nothing_new_run: loop.facts.nothingNewRun,
    calls_since_good_edit: loop.facts.callsSinceGoodEdit,
    behaviour: loop.behaviour,
    critical_run: agent.criticalRun,
    progress_at: progressAtMs === null ? null : timestampOf(clock.wallMs() - agoMs),
    last_event: agent.lastEvent,
    in_flight: callsInFlight(agent),
  };
  return kept as unknown as Json;
}

/** What is written of an agent as it is now. @param lifecycle of its record; undefined without one. */
export function documentsOf(
  agent: HookAgent,
  lifecycle: Lifecycle | undefined,
  clock: Clock,
): DocumentChanges {
  if (isOver(lifecycle)) return tiesDocument(agent.agent_id, agent);
  return new Map([[hookKeyOf(agent.agent_id), documentOf(agent, clock)]]);
}

/** What is left of an agent that is archived. */
export function retiredDocuments(agentId: string, ties: Ties): DocumentChanges {
  return new Map([[hookKeyOf(agentId), null], ...tiesDocument(agentId, ties)]);
}

/** Nothing is left of an agent that is deleted. */
export function forgottenDocuments(
  store: Pick<Store, 'draftDocument'>,
  agentId: string,
): DocumentChanges {
  const keys = [hookKeyOf(agentId), tiesKeyOf(agentId)];
  const written = keys.filter((key) => store.draftDocument(key) !== undefined);
  return new Map(written.map((key) => [key, null]));
}

/** Archived, deleted, or never more than a session that called no tool. */
export function isOver(lifecycle: Lifecycle | undefined): boolean {
  return lifecycle !== 'active' && lifecycle !== 'paused';
}

function tiesDocument(agentId: string, { linked, parent }: Ties): DocumentChanges {
  const isTied = linked !== null || parent !== null;
  return isTied ? new Map([[tiesKeyOf(agentId), { linked, parent }]]) : new Map();
}

/** Everything known from hooks, as a predecessor left it. */
export function restoreHookFleet(
  fleet: HookFleet,
  store: Pick<Store, 'documents' | 'list' | 'read'>,
  clock: Clock,
): void {
  for (const [key, ties] of store.documents(tiesKey)) {
    fleet.tie(key.slice(tiesKey.length), ties as unknown as Ties);
  }
  for (const { kept, lifecycle } of listKept(store)) {
    if (isOver(lifecycle)) fleet.tie(kept.agent_id, kept);
    else fleet.put(restore(kept, store.read(kept.agent_id), clock));
  }
}

/** Agents of which more is kept than they are: earlier versions never dropped anything. */
export function listSurplus(store: Pick<Store, 'documents' | 'list'>): string[] {
  return listKept(store).flatMap(({ kept, lifecycle }) =>
    isOver(lifecycle) ? [kept.agent_id] : [],
  );
}

interface Kept {
  readonly kept: HookDocument;
  readonly lifecycle: Lifecycle | undefined;
}

/** By the list, which knows their lifecycles without reading what each of them is. */
function listKept(store: Pick<Store, 'documents' | 'list'>): Kept[] {
  const documents = Array.from(store.documents(hookKey), ([, value]) => value);
  if (documents.length === 0) return [];
  const lifecycles = new Map(Array.from(store.list(), (one) => [one.agent_id, one.lifecycle]));
  return (documents as unknown as HookDocument[]).map((kept) => ({
    kept,
    lifecycle: lifecycles.get(kept.agent_id),
  }));
}

/**
 * Which results it has seen is forgotten: a result that comes again counts as new once, which can end
 * an alarm and raises none.
 */
function restore(kept: HookDocument, record: AgentRecord | undefined, clock: Clock): HookAgent {
  const { agent_id, harness, parent, workspace, linked, place, receipts, unasked } = kept;
  return {
    ...{ agent_id, harness, parent, workspace, linked, place, receipts, unasked },
    lastTool: null,
    inFlight: new Map(),
    askedEarlier: kept.in_flight ?? 0,
    criticalRun: kept.critical_run,
    lastEvent: kept.last_event,
    lastEventMs: monotonicOf(kept.last_event, clock),
    loop: {
      ...initialLoopState,
      behaviour: kept.behaviour,
      facts: {
        failureRun: kept.failure_run,
        nothingNewRun: kept.nothing_new_run,
        callsSinceGoodEdit: kept.calls_since_good_edit,
        repeating: false,
      },
    },
    features: restoreFeatures(kept, record, clock),
  };
}

/** The values are the newest parameters of the agent's model: begun anew they would be a jump. */
function restoreFeatures(
  { calls, progress_at }: HookDocument,
  record: AgentRecord | undefined,
  clock: Clock,
): FeatureState {
  const previous = record?.state.previous ?? null;
  return {
    calls,
    progressAtMs: progress_at === null ? null : monotonicOf(progress_at, clock),
    values:
      previous === null ? initialFeatures.values : [...previous.subarray(0, featureNames.length)],
  };
}

function monotonicOf(at: string, clock: Clock): number {
  return clock.monotonicMs() - Math.max(0, clock.wallMs() - timestampMs(at));
}
