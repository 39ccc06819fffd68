import { timestamp } from '../../shared/clock.ts';
import { failures } from '../../shared/errors.ts';
import type { Merge } from '../../shared/edits.ts';
import { lifecycleStates, type Actor, type AgentRecord } from '../../shared/model.ts';
import type { LifecycleAct, LifecycleParams, LifecycleResult } from '../../shared/protocol.ts';
import { freshAssessment } from '../monitor/agentMonitor.ts';
import type { Json, Mutation, RecordPatch, RequestKey } from '../store/port.ts';
import type { Deps } from './deps.ts';
import { withoutHistory } from './endedAgents.ts';
import { withEvent, type Act } from './commit/lifecycleEvents.ts';
import { asRemark, mergedOf } from './commit/merged.ts';
import { actorOf, type Caller } from './table.ts';
import { commitOnce } from './commit/commitOnce.ts';

/**
 * Pauses, resumes, archives, resets or deletes an agent, and keeps who did it, when and why.
 * @throws WatchstanderError NOT_FOUND, DELETED, ARCHIVED, PAUSED (an agent may not lift what a
 * person or the policy set), CONFLICT, UNAVAILABLE, FENCED.
 */
export async function changeLifecycle(
  deps: Deps,
  caller: Caller,
  params: LifecycleParams,
): Promise<LifecycleResult> {
  const { agent_id } = params;
  const stage = () => [lifecycleMutation(deps, caller, deps.store.draft(agent_id), params)];
  const receipt = await commitOnce(deps, requestKey(params), stage, [agent_id]);
  const [record] = receipt.records;
  if (record === undefined) throw new Error('A committed change has no record.');
  return lifecycleResult(record, receipt.remarks[0]);
}

export function lifecycleResult(record: AgentRecord, remark: Json | undefined): LifecycleResult {
  return {
    agent_id: record.agent_id,
    version: record.version,
    lifecycle_status: record.lifecycle,
    timestamp: record.events.at(-1)?.timestamp ?? record.last_update,
    ...mergedOf(remark),
  };
}

/**
 * What an act does to what the agent is. One that is based on an older version is merged when it
 * makes the agent as safe or safer than it is.
 * @throws WatchstanderError NOT_FOUND, DELETED, ARCHIVED, PAUSED.
 */
export function lifecycleMutation(
  deps: Deps,
  caller: Caller,
  before: AgentRecord | undefined,
  params: Omit<LifecycleParams, 'request_id'>,
): Mutation {
  const { agent_id, act, reason = null, expected_version } = params;
  if (before === undefined) throw failures.unknownAgent(agent_id);
  const by = actorOf(caller);
  refuseAct(before, act, by);
  const patch = patchOf(before, act, { by, at: timestamp(deps.clock), reason });
  const merge = mergeOf(before, act, expected_version);
  return merge === null
    ? { agent_id, expected_version, patch }
    : { agent_id, patch, remark: asRemark(merge) };
}

/** Null when the base is the newest, or the act needs it to be: that is for the store to refuse. */
function mergeOf(before: AgentRecord, act: LifecycleAct, base: number | undefined): Merge | null {
  const { version, lifecycle } = before;
  if (base === undefined || base < 1 || base >= version || !isSafer(act, lifecycle)) return null;
  return { base_version: base, onto_version: version, lifecycle };
}

const targets = { pause: 'paused', archive: 'archived', delete: 'deleted' } as const;

/** Deleted over archived over paused over active. */
function isSafer(act: LifecycleAct, now: AgentRecord['lifecycle']): boolean {
  if (act === 'resume' || act === 'reset') return false;
  return lifecycleStates.indexOf(targets[act]) >= lifecycleStates.indexOf(now);
}

/** What a person or the policy paused, an agent leaves as it is: a pause of its own would take its place, too. */
function refuseAct(record: AgentRecord, act: LifecycleAct, by: Actor): void {
  if (record.lifecycle === 'deleted') throw failures.deleted(record.agent_id);
  if (record.lifecycle === 'archived' && act === 'pause') throw failures.archived(record.agent_id);
  if (by === 'agent' && record.paused !== null && record.paused.by !== 'agent') {
    throw failures.paused(record.agent_id, record.paused.reason, record.paused.by);
  }
}

/** What an act makes of a record; whether it may is asked before. */
export function patchOf(record: AgentRecord, act: LifecycleAct, how: Act): RecordPatch {
  const events = withEvent(record, eventNames[act], how);
  switch (act) {
    case 'pause':
      return { events, lifecycle: 'paused', paused: how };
    case 'resume':
      return { events, lifecycle: 'active', paused: null, archived_at: null };
    case 'archive':
      return { events, lifecycle: 'archived', paused: null, archived_at: how.at };
    case 'delete':
      return {
        events,
        lifecycle: 'deleted',
        paused: null,
        ...withoutHistory(record),
        ...unwritten,
      };
    case 'reset':
      return { events, ...freshAssessment() };
  }
}

/** Of a deleted agent nothing stays that somebody wrote. */
const unwritten: RecordPatch = { tags: [], tag_history: [], notes: '' };

const eventNames: Record<LifecycleAct, string> = {
  pause: 'paused',
  resume: 'resumed',
  archive: 'archived',
  delete: 'deleted',
  reset: 'reset',
};

function requestKey(params: LifecycleParams): RequestKey | undefined {
  const { agent_id, request_id, act, reason = '' } = params;
  return request_id === undefined
    ? undefined
    : { agent_id, request_id, digest: `${act}:${reason}` };
}
