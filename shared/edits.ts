import type { CheckInResult, Lifecycle } from './model.ts';
import type { CheckInParams, LifecycleParams, LifecycleResult } from './protocol.ts';

/**
 * Edits of what people and models wrote about an agent, and transactions. An edit may say which
 * version it is based on: then it is merged with what others did since, or it is a CONFLICT.
 */

export const tagBounds = { count: 32, codePoints: 64 } as const;
/** Of all notes of an agent together, and of anything else that somebody writes about one. */
export const noteMaxCodePoints = 500;

export interface MetadataParams {
  readonly agent_id: string;
  /** All of them: a set. */
  readonly tags?: readonly string[] | undefined;
  readonly notes?: string | undefined;
  /** Puts `notes` behind those that are there; they are replaced otherwise. */
  readonly append_notes?: boolean | undefined;
  readonly expected_version?: number | undefined;
  readonly request_id?: string | undefined;
}

export interface MetadataResult extends Merged {
  readonly agent_id: string;
  readonly version: number;
  readonly tags: readonly string[];
  readonly notes: string;
}

/** With an edit that was based on an older version and took effect nevertheless. */
export interface Merged {
  readonly merged?: true;
  readonly merge?: Merge;
}

/** What an edit was merged with. */
export interface Merge {
  readonly base_version: number;
  /** The newest one before the edit. */
  readonly onto_version: number;
  /** What others did to the tags since the base; it was kept. */
  readonly tags?: { readonly added: readonly string[]; readonly removed: readonly string[] };
  /** Behind whatever others wrote since. */
  readonly notes?: 'appended';
  /** What others made of it since; the edit is as safe or safer. */
  readonly lifecycle?: Lifecycle;
}

export const transactionBounds = { operations: 100 } as const;

/** The acts that a transaction may hold: the others cannot be undone. */
export const transactActs = ['pause', 'resume', 'archive'] as const;

export type Operation =
  | ({ readonly kind: 'checkIn' } & Omit<CheckInParams, 'request_id'>)
  | ({ readonly kind: 'metadata' } & Omit<MetadataParams, 'request_id'>)
  | ({ readonly kind: 'lifecycle'; readonly act: (typeof transactActs)[number] } & Omit<
      LifecycleParams,
      'request_id' | 'act'
    >);

/** All or none, in order: each builds on what those before it did. */
export interface TransactParams {
  readonly operations: readonly Operation[];
  /** Of the whole: its scope is all transactions, not one agent. */
  readonly request_id?: string | undefined;
}

/** What each would have been answered by itself, in order. */
export interface TransactResult {
  readonly revision: number;
  readonly results: readonly OperationResult[];
}

export type OperationResult = CheckInResult | MetadataResult | LifecycleResult;
