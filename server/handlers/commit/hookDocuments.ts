import { timestampMs, timestampOf, type Clock } from '../../../shared/clock.ts';
import type { AgentRecord, Harness } from '../../../shared/model.ts';
import { featureNames, initialFeatures, type FeatureState } from '../../monitor/hooks/features.ts';
import type { HookAgent, Place } from '../../monitor/hooks/hookAgent.ts';
import { initialLoopState } from '../../monitor/hooks/loops.ts';
import type { Json, Store } from '../../store/port.ts';

/** Where what is known from hooks is kept: one small document an agent, counts and no digests. */
const hookKey = 'hooks/agent/';

export function hookKeyOf(agentId: string): string {
  return hookKey + agentId;
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
}

export function documentOf(agent: HookAgent, clock: Clock): Json {
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
  };
  return kept as unknown as Json;
}

/**
 * Every agent known from hooks, as a predecessor left it. Which results it has seen is forgotten: a
 * result that comes again counts as new once, which can end an alarm and raises none.
 */
export function listHookAgents(
  store: Pick<Store, 'documents' | 'read'>,
  clock: Clock,
): HookAgent[] {
  const documents = [...store.documents(hookKey)].map(([, value]) => value);
  return (documents as unknown as HookDocument[]).map((kept) =>
    restore(kept, store.read(kept.agent_id), clock),
  );
}

function restore(kept: HookDocument, record: AgentRecord | undefined, clock: Clock): HookAgent {
  const { agent_id, harness, parent, workspace, linked, place, receipts, unasked } = kept;
  return {
    ...{ agent_id, harness, parent, workspace, linked, place, receipts, unasked },
    lastTool: null,
    inFlight: new Map(),
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
