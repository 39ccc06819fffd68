import type { AgentRecord } from '../../../shared/model.ts';
import { storePoint, type NewPoint, type StoredPoint } from '../history/points.ts';
import type { DocumentChanges, Json, RecordPatch, RequestKey } from '../port.ts';
import { restoreState, storeState, windowAfter, type StoredState } from './packedState.ts';
import { restoreVerdict, storeVerdict, type StoredVerdict } from './packedVerdict.ts';

/** One agent's part of a transaction: what it was, what it is, and what was asked for. */
export interface Change {
  readonly before: AgentRecord | undefined;
  readonly after: AgentRecord;
  readonly patch: RecordPatch;
  readonly point: NewPoint | undefined;
  readonly remark?: Json | undefined;
}

export interface Transaction {
  readonly revision: number;
  /** Wall milliseconds. */
  readonly at: number;
  readonly request: RequestKey | undefined;
  readonly changes: readonly Change[];
  readonly documents?: DocumentChanges | undefined;
}

/** A record's fields as the log has them. */
interface StoredParts {
  readonly state: StoredState;
  readonly verdict: StoredVerdict | null;
}

export type StoredPatch = Omit<RecordPatch, keyof StoredParts> & Partial<StoredParts>;
export type StoredRecord = Omit<AgentRecord, keyof StoredParts> & StoredParts;

export interface StoredChange {
  readonly agent: string;
  readonly version: number;
  readonly patch: StoredPatch;
  readonly point?: StoredPoint;
  readonly remark?: Json;
}

export interface StoredTransaction {
  readonly revision: number;
  readonly at: number;
  readonly request?: readonly [agent: string, request: string, digest: string];
  readonly changes: readonly StoredChange[];
  /** Null removes. */
  readonly documents?: readonly (readonly [key: string, value: Json | null])[];
}

export function storeTransaction(transaction: Transaction): StoredTransaction {
  const { revision, at, request, changes, documents } = transaction;
  return {
    revision,
    at,
    ...(request === undefined
      ? {}
      : { request: [request.agent_id, request.request_id, request.digest] }),
    changes: changes.map((change) => storeChange(change, request !== undefined)),
    ...(documents === undefined || documents.size === 0 ? {} : { documents: [...documents] }),
  };
}

function storeChange(change: Change, repeatable: boolean): StoredChange {
  const { before, after, patch, point, remark } = change;
  const kept = repeatable && point === undefined ? wholePatch(change) : patch;
  return {
    agent: after.agent_id,
    version: after.version,
    patch: storePatch(kept, before?.state.window),
    ...(point === undefined ? {} : { point: storePoint(point) }),
    ...(repeatable && remark !== undefined ? { remark } : {}),
  };
}

/** Rare edits that may be asked for again keep the whole record, so that the answer is the same. */
function wholePatch({ after, patch }: Change): RecordPatch {
  const { agent_id: _, version: __, state: ___, ...fields } = after;
  return patch.state === undefined ? fields : { ...fields, state: patch.state };
}

function storePatch(patch: RecordPatch, windowBefore: Float64Array | undefined): StoredPatch {
  const { state, verdict, ...rest } = patch;
  return {
    ...rest,
    ...(verdict === undefined ? {} : { verdict: verdict && storeVerdict(verdict) }),
    ...(state === undefined ? {} : { state: storeState(state, windowBefore) }),
  };
}

/** `windowBefore` is the one that the patch was made on. */
export function restorePatch(
  stored: StoredPatch,
  windowBefore: Float64Array | undefined,
): RecordPatch {
  const { state, verdict, ...rest } = stored;
  return {
    ...rest,
    ...(verdict === undefined ? {} : { verdict: verdict && restoreVerdict(verdict) }),
    ...(state === undefined
      ? {}
      : { state: restoreState(state, windowAfter(state, windowBefore)) }),
  };
}

export function storeRecord(record: AgentRecord): StoredRecord {
  const { state, verdict } = record;
  return {
    ...record,
    verdict: verdict && storeVerdict(verdict),
    state: storeState(state, undefined),
  };
}

export function restoreRecord(stored: StoredRecord): AgentRecord {
  const { state, verdict } = stored;
  return {
    ...stored,
    verdict: verdict && restoreVerdict(verdict),
    state: restoreState(state, windowAfter(state, undefined)),
  };
}
