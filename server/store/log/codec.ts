import assert from 'node:assert/strict';
import type { AgentRecord, GovernanceState } from '../../../shared/model.ts';
import { storePoint, type NewPoint, type StoredPoint } from '../history/points.ts';
import type { DocumentChanges, Json, RecordPatch, RequestKey } from '../port.ts';
import { decodeVector, encodeVector } from './vectors.ts';

/** How many values of V the model looks back on. */
export const windowLength = 100;

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

/** Scalars as they are, vectors as base64; no `window`: the one before, slid by V. */
export interface StoredState extends Record<string, unknown> {
  readonly previous: string | null;
  readonly window?: string;
}

export type StoredPatch = Omit<RecordPatch, 'state'> & { readonly state?: StoredState };
export type StoredRecord = Omit<AgentRecord, 'state'> & { readonly state: StoredState };

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
  // Rare edits that may be asked for again keep the whole record, so that the answer is the same.
  const { agent_id: agent, version, state: _, ...fields } = after;
  const { state, ...asked } = patch;
  const kept = repeatable && point === undefined ? fields : asked;
  return {
    agent,
    version,
    patch: state === undefined ? kept : { ...kept, state: storeState(state, before?.state.window) },
    ...(point === undefined ? {} : { point: storePoint(point) }),
    ...(repeatable && remark !== undefined ? { remark } : {}),
  };
}

/** `windowBefore` is the one that the patch was made on. */
export function restorePatch(
  stored: StoredPatch,
  windowBefore: Float64Array | undefined,
): RecordPatch {
  const { state, ...fields } = stored;
  if (state === undefined) return fields;
  return { ...fields, state: restoreState(state, windowAfter(state, windowBefore)) };
}

export function storeRecord(record: AgentRecord): StoredRecord {
  return { ...record, state: storeState(record.state, undefined) };
}

function storeState(state: GovernanceState, before: Float64Array | undefined): StoredState {
  const { previous, window, ...scalars } = state;
  const stored: Record<string, unknown> = scalars;
  // JSON has no negative zero, and the next step needs its numbers exactly.
  for (const key in stored) if (Object.is(stored[key], -0)) stored[key] = negativeZero;
  return {
    ...stored,
    previous: previous === null ? null : encodeVector(previous),
    ...(isSlid(window, before, state.V) ? {} : { window: encodeVector(window) }),
  };
}

/** `window` is what `windowAfter` says. */
export function restoreState(stored: StoredState, window: Float64Array): GovernanceState {
  const { previous, window: _, ...scalars } = stored;
  for (const key in scalars) if (scalars[key] === negativeZero) scalars[key] = -0;
  const vectors = { previous: previous === null ? null : decodeVector(previous), window };
  return { ...scalars, ...vectors } as unknown as GovernanceState;
}

/** The window of a stored state: its own, or the one before, slid by V. */
export function windowAfter(stored: StoredState, before: Float64Array | undefined): Float64Array {
  if (stored.window !== undefined) return decodeVector(stored.window);
  assert(before !== undefined, 'a state builds on one that is not there');
  const window = new Float64Array(Math.min(windowLength, before.length + 1));
  const last = window.length - 1;
  if (last > 0) window.set(before.subarray(-last));
  window[last] = storedV(stored);
  return window;
}

export function storedV({ V }: StoredState): number {
  return V === negativeZero ? -0 : (V as number);
}

const negativeZero = '-0';

function isSlid(window: Float64Array, before: Float64Array | undefined, V: number): boolean {
  if (before === undefined || window.length !== Math.min(windowLength, before.length + 1)) {
    return false;
  }
  const dropped = before.length + 1 - window.length;
  const last = window.length - 1;
  for (let at = 0; at < last; at += 1) {
    if (!Object.is(window[at], before[at + dropped])) return false;
  }
  return Object.is(window[last], V);
}
