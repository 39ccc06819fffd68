import { WatchstanderError } from '../../shared/errors.ts';
import type {
  Operation,
  OperationResult,
  TransactParams,
  TransactResult,
} from '../../shared/edits.ts';
import type { AgentRecord } from '../../shared/model.ts';
import { resultOf } from '../monitor/agentMonitor.ts';
import type { Json, Mutation, Receipt, RequestKey } from '../store/port.ts';
import { refusals } from '../store/refusals.ts';
import { checkInMutation, noteSession, workspaceOf } from './checkIn.ts';
import type { Deps } from './deps.ts';
import { digestOf } from './commit/digest.ts';
import { lifecycleMutation, lifecycleResult } from './lifecycle.ts';
import { metadataMutation, metadataResult } from './metadata.ts';
import type { Caller } from './table.ts';
import { commitOnce } from './commit/commitOnce.ts';

/**
 * Several changes of several agents, all or none, in one frame of the log. They apply in order: each
 * is judged, and its expected version held, against what those before it made.
 * @throws WatchstanderError as the first that is refused, with its `index`.
 */
export async function transact(
  deps: Deps,
  caller: Caller,
  params: TransactParams,
): Promise<TransactResult> {
  const { operations } = params;
  const staged = () => stage(deps, caller, operations);
  const receipt = await commitOnce(deps, requestKey(params), staged, movedBy(operations));
  for (const { kind, agent_id } of operations) {
    if (kind === 'checkIn') noteSession(deps, caller, agent_id);
  }
  return { revision: receipt.revision, results: resultsOf(operations, receipt) };
}

function movedBy(operations: readonly Operation[]): string[] {
  return operations.flatMap(({ kind, agent_id }) => (kind === 'lifecycle' ? agent_id : []));
}

function stage(deps: Deps, caller: Caller, operations: readonly Operation[]): Mutation[] {
  const staged = new Map<string, AgentRecord>();
  return operations.map((operation, index) => {
    const { agent_id } = operation;
    const before = staged.get(agent_id) ?? deps.store.draft(agent_id);
    try {
      const mutation = mutationOf(deps, caller, before, operation);
      staged.set(agent_id, apply(before, mutation));
      return mutation;
    } catch (error) {
      if (!(error instanceof WatchstanderError)) throw error;
      const { code, message, nextStep, details } = error;
      throw new WatchstanderError(code, message, nextStep, { ...details, index });
    }
  });
}

function mutationOf(
  deps: Deps,
  caller: Caller,
  before: AgentRecord | undefined,
  operation: Operation,
): Mutation {
  switch (operation.kind) {
    case 'checkIn':
      if (before !== undefined) noteSession(deps, caller, operation.agent_id);
      return checkInMutation(deps, before, { ...operation, workspace: workspaceOf(caller) });
    case 'metadata':
      return metadataMutation(before, operation);
    case 'lifecycle':
      return lifecycleMutation(deps, caller, before, operation);
  }
}

/** As the store will: what the next operation on this agent builds on. */
function apply(before: AgentRecord | undefined, mutation: Mutation): AgentRecord {
  const { agent_id, expected_version: expected, patch } = mutation;
  const version = before?.version ?? 0;
  if (expected !== undefined && expected !== version) {
    throw refusals.versionConflict(mutation, before, undefined);
  }
  return { ...before, ...patch, agent_id, version: version + 1 } as AgentRecord;
}

function resultsOf(operations: readonly Operation[], receipt: Receipt): OperationResult[] {
  return operations.map((operation, at) => {
    const record = receipt.records[at];
    if (record === undefined) throw new Error('A committed operation has no record.');
    return resultOfOperation(operation, record, receipt.remarks[at]);
  });
}

function resultOfOperation(
  { kind }: Operation,
  record: AgentRecord,
  remark: Json | undefined,
): OperationResult {
  switch (kind) {
    case 'checkIn':
      return resultOf(record);
    case 'metadata':
      return metadataResult(record, remark);
    case 'lifecycle':
      return lifecycleResult(record, remark);
  }
}

/** Transactions are of no one agent: their ids are a scope of their own, which no agent can be called. */
function requestKey({ operations, request_id }: TransactParams): RequestKey | undefined {
  if (request_id === undefined) return undefined;
  const digest = digestOf(['transact', operations as unknown as Json]);
  return { agent_id: '', request_id, digest };
}
