import { failures, WatchstanderError } from '../../shared/errors.ts';
import {
  noteMaxCodePoints,
  tagBounds,
  type MetadataParams,
  type MetadataResult,
} from '../../shared/edits.ts';
import type { AgentRecord } from '../../shared/model.ts';
import { editMetadata } from '../monitor/metadataEdit.ts';
import type { Json, Mutation, RequestKey } from '../store/port.ts';
import { refusals } from '../store/refusals.ts';
import type { Deps } from './deps.ts';
import { digestOf } from './commit/digest.ts';
import { asRemark, mergedOf } from './commit/merged.ts';
import { commitOnce } from './commit/commitOnce.ts';

/**
 * Edits an agent's tags and notes; on an older base by the rules of `editMetadata`.
 * @throws WatchstanderError NOT_FOUND, DELETED, INVALID_INPUT, TOO_LARGE, CONFLICT, UNAVAILABLE, FENCED.
 */
export async function editAgent(
  deps: Pick<Deps, 'clock' | 'store' | 'alerts' | 'hooks'>,
  params: MetadataParams,
): Promise<MetadataResult> {
  const stage = () => [metadataMutation(deps.store.draft(params.agent_id), params)];
  const receipt = await commitOnce(deps, requestKey(params), stage);
  const [record] = receipt.records;
  if (record === undefined) throw new Error('A committed edit has no record.');
  return metadataResult(record, receipt.remarks[0]);
}

/** What an edit does to what the agent is. */
export function metadataMutation(
  before: AgentRecord | undefined,
  params: Omit<MetadataParams, 'request_id'>,
): Mutation {
  const { agent_id } = params;
  if (params.tags === undefined && params.notes === undefined) throw nothingToDo();
  if (before === undefined) throw failures.unknownAgent(agent_id);
  if (before.lifecycle === 'deleted') throw failures.deleted(agent_id);
  const outcome = editMetadata(before, params);
  switch (outcome.kind) {
    case 'edited': {
      const { patch, merge } = outcome;
      return { agent_id, patch, ...(merge === null ? {} : { remark: asRemark(merge) }) };
    }
    case 'conflict':
      throw refusals.versionConflict({ ...params, patch: {} }, before, undefined);
    case 'tooLong':
      throw tooLong(outcome.codePoints);
    case 'tooMany':
      throw tooMany(outcome.tags);
  }
}

export function metadataResult(record: AgentRecord, remark: Json | undefined): MetadataResult {
  const { agent_id, version, tags, notes } = record;
  return { agent_id, version, tags, notes, ...mergedOf(remark) };
}

function requestKey(params: MetadataParams): RequestKey | undefined {
  const { agent_id, request_id, tags, notes, append_notes = false } = params;
  if (request_id === undefined) return undefined;
  const digest = digestOf(['metadata', tags ?? null, notes ?? null, append_notes]);
  return { agent_id, request_id, digest };
}

function nothingToDo(): WatchstanderError {
  return failures.invalidInput(
    'tags, notes: neither is given',
    'Say what the tags or the notes are to be.',
  );
}

function tooLong(codePoints: number): WatchstanderError {
  return new WatchstanderError(
    'TOO_LARGE',
    `With what is there already the notes would have ${codePoints} characters.`,
    `Keep all of them within ${noteMaxCodePoints}, or replace them: append_notes false.`,
  );
}

function tooMany(tags: number): WatchstanderError {
  return new WatchstanderError(
    'TOO_LARGE',
    `With those that others added meanwhile there would be ${tags} tags.`,
    `An agent has at most ${tagBounds.count}: read them again, and take some away.`,
  );
}
