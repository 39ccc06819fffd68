import { hash } from 'node:crypto';
import { timestamp } from '../../shared/clock.ts';
import { failures } from '../../shared/errors.ts';
import type { AgentRecord, CheckIn, CheckInResult } from '../../shared/model.ts';
import type { CheckInParams } from '../../shared/protocol.ts';
import {
  assess,
  freshAssessment,
  pointOf,
  resultOf,
  type StepInput,
} from '../monitor/agentMonitor.ts';
import type { Mutation, RequestKey } from '../store/port.ts';
import type { Deps } from './deps.ts';
import { isEnded, returning } from './endedAgents.ts';
import type { Caller } from './table.ts';
import { commitOnce } from './commit/commitOnce.ts';

/**
 * Takes a check-in: one step of the agent's model, committed before it is answered. Everything up to
 * the commit happens in one turn of the event loop, so check-ins apply in the order they arrive.
 * @throws WatchstanderError PAUSED, ARCHIVED, DELETED, CONFLICT, UNAVAILABLE, FENCED.
 */
export async function checkIn(
  deps: Deps,
  caller: Caller,
  params: CheckInParams,
): Promise<CheckInResult> {
  const receipt = await commitOnce(deps, requestKey(params), () => [
    stageCheckIn(deps, caller, params),
  ]);
  const [record] = receipt.records;
  if (record === undefined) throw new Error('A committed check-in has no record.');
  noteSession(deps, caller, record.agent_id);
  return resultOf(record);
}

/** A shim ends with the agent that it serves. */
export function noteSession({ alerts }: Deps, { id, kind }: Caller, agentId: string): void {
  if (kind === 'mcp') alerts.checkedIn(agentId, id);
}

function stageCheckIn(deps: Deps, caller: Caller, params: CheckInParams): Mutation {
  const before = deps.store.draft(params.agent_id);
  const mutation = checkInMutation(deps, before, { ...params, workspace: workspaceOf(caller) });
  // Now, too: when this is durable the session may have ended, and with it the agent.
  if (before !== undefined) noteSession(deps, caller, params.agent_id);
  return mutation;
}

/**
 * What a check-in does to what the agent is.
 * @throws WatchstanderError PAUSED, ARCHIVED, DELETED.
 */
export function checkInMutation(
  deps: Deps,
  before: AgentRecord | undefined,
  params: Omit<CheckInParams, 'request_id'> & Pick<AgentRecord, 'workspace'>,
): Mutation {
  const { agent_id, expected_version, workspace } = params;
  if (before !== undefined) refuseUnlessActive(before);
  const origin = { agent_id, input: params, harness: null, workspace };
  return { ...assessedMutation(deps, before, origin), expected_version };
}

/** A shim runs where its agent works; a person's command line may be anywhere. */
export function workspaceOf({ kind, workspace }: Caller): string | null {
  return kind === 'mcp' ? workspace : null;
}

interface Origin extends Pick<AgentRecord, 'agent_id' | 'harness' | 'workspace'> {
  readonly input: StepInput;
}

/** One step of an agent's model, whoever reports of it. */
export function assessedMutation(
  deps: Pick<Deps, 'clock' | 'policy'>,
  before: AgentRecord | undefined,
  { agent_id, input, harness, workspace }: Origin,
): Mutation {
  const assessed = assess(before, input, deps.policy.settingsFor(agent_id));
  const at = timestamp(deps.clock);
  const patch =
    before === undefined
      ? { ...newborn(assessed, at), harness, workspace }
      : { ...returning(before, at), ...assessed, last_update: at };
  return { agent_id, patch, point: pointOf(assessed, at) };
}

/** An agent whose first tool waits to run: there to be seen and paused, and not judged yet. */
export function arrivalMutation(
  deps: Pick<Deps, 'clock'>,
  { agent_id, harness, workspace }: Omit<Origin, 'input'>,
): Mutation {
  const patch = { ...newborn(freshAssessment(), timestamp(deps.clock)), harness, workspace };
  return { agent_id, patch };
}

/** @throws WatchstanderError when this agent takes no check-ins now. */
export function refuseUnlessActive(record: AgentRecord): void {
  switch (record.lifecycle) {
    case 'active':
      return;
    case 'paused':
      throw failures.paused(
        record.agent_id,
        record.paused?.reason ?? null,
        record.paused?.by ?? 'person',
      );
    case 'archived':
      if (isEnded(record)) return;
      throw failures.archived(record.agent_id);
    case 'deleted':
      throw failures.deleted(record.agent_id);
  }
}

function newborn(assessed: ReturnType<typeof freshAssessment>, at: string): Mutation['patch'] {
  return {
    ...assessed,
    created: at,
    last_update: at,
    harness: null,
    workspace: null,
    lifecycle: 'active',
    paused: null,
    archived_at: null,
    tags: [],
    tag_history: [],
    notes: '',
    events: [{ event: 'created', timestamp: at, reason: null, by: 'agent' }],
    history_after: 0,
  };
}

function requestKey(params: CheckInParams): RequestKey | undefined {
  const { agent_id, request_id } = params;
  if (request_id === undefined) return undefined;
  return { agent_id, request_id, digest: digestOfCheckIn(params) };
}

/** As `digestOf`, without writing 128 numbers out for it. */
function digestOfCheckIn({ parameters, ethical_drift, text, complexity }: CheckIn): string {
  const rest = [text.code_points, text.keyword_hits, complexity];
  const numbers = new Float64Array(2 + parameters.length + ethical_drift.length + rest.length);
  let at = 0;
  for (const part of [parameters, ethical_drift]) {
    numbers[at] = part.length;
    numbers.set(part, at + 1);
    at += part.length + 1;
  }
  numbers.set(rest, at);
  return hash('sha256', new Uint8Array(numbers.buffer), 'base64url').slice(0, 22);
}
