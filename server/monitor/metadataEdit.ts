import { noteMaxCodePoints, tagBounds, type Merge } from '../../shared/edits.ts';
import type { AgentRecord, TagSet } from '../../shared/model.ts';
import { countCodePoints } from '../../shared/text.ts';

/** What somebody wants of an agent's tags and notes. */
export interface MetadataEdit {
  readonly tags?: readonly string[] | undefined;
  readonly notes?: string | undefined;
  readonly append_notes?: boolean | undefined;
  /** The version it is based on; without one it is on the newest. */
  readonly expected_version?: number | undefined;
}

type Edited = Pick<AgentRecord, 'tags' | 'tag_history' | 'notes'>;

export type EditOutcome =
  | { readonly kind: 'edited'; readonly patch: Partial<Edited>; readonly merge: Merge | null }
  /** It contradicts what others did since its base, or nobody knows any more what its base was. */
  | { readonly kind: 'conflict' }
  | { readonly kind: 'tooLong'; readonly codePoints: number }
  /** Each edit has few tags, and together with what others added there are too many. */
  | { readonly kind: 'tooMany'; readonly tags: number };

/** Sets of tags that are remembered of an agent: an edit on an older one is a conflict. */
const keptTagSets = 16;
const between = '; ';

/**
 * What an edit makes of a record. Tags are sets: what the edit adds to its base and removes from it is
 * done to the tags as they are, so that two editors get the same whoever comes first. Notes that are
 * appended stand in the order in which they came. Notes that replace others need the newest version.
 */
export function editMetadata(before: AgentRecord, edit: MetadataEdit): EditOutcome {
  const { expected_version: base = before.version } = edit;
  const baseTags = edit.tags === undefined ? [] : tagsAt(before, base);
  if (contradicts(before, edit, base) || baseTags === null) return { kind: 'conflict' };
  const notes = notesAfter(before, edit);
  const codePoints = countCodePoints(notes);
  if (codePoints > noteMaxCodePoints) return { kind: 'tooLong', codePoints };
  const tags = edit.tags === undefined ? before.tags : mergeTags(before.tags, baseTags, edit.tags);
  if (tags.length > tagBounds.count) return { kind: 'tooMany', tags: tags.length };
  return {
    kind: 'edited',
    patch: { notes, ...tagPatch(before, tags) },
    merge: base === before.version ? null : mergeOf(before, baseTags, { ...edit, base }),
  };
}

/** A base that never was, or notes that would replace what somebody may have written since. */
function contradicts({ version }: AgentRecord, edit: MetadataEdit, base: number): boolean {
  if (base < 1 || base > version) return true;
  return base < version && edit.notes !== undefined && edit.append_notes !== true;
}

/** In the order in which they are there, then what comes new. */
function mergeTags(
  current: readonly string[],
  base: readonly string[],
  wanted: readonly string[],
): readonly string[] {
  const removed = without(base, wanted);
  const added = without(wanted, base);
  const kept = without(current, removed);
  return [...kept, ...without(added, kept)];
}

function without(tags: readonly string[], others: readonly string[]): readonly string[] {
  return tags.filter((tag) => !others.includes(tag));
}

/** Null when it is older than what is remembered. */
function tagsAt(record: AgentRecord, version: number): readonly string[] | null {
  if (version === record.version || record.tag_history.length === 0) return record.tags;
  return record.tag_history.findLast((set) => set.version <= version)?.tags ?? null;
}

function tagPatch(before: AgentRecord, tags: readonly string[]): Partial<Edited> {
  if (isSame(before.tags, tags)) return {};
  const first: TagSet = { version: 1, tags: before.tags };
  const history = before.tag_history.length === 0 ? [first] : before.tag_history;
  const newest: TagSet = { version: before.version + 1, tags };
  return { tags, tag_history: [...history, newest].slice(-keptTagSets) };
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((tag, at) => tag === other[at]);
}

function notesAfter({ notes }: AgentRecord, edit: MetadataEdit): string {
  if (edit.notes === undefined) return notes;
  const isBehind = edit.append_notes === true && notes !== '' && edit.notes !== '';
  if (isBehind) return notes + between + edit.notes;
  return edit.append_notes === true && edit.notes === '' ? notes : edit.notes;
}

function mergeOf(
  before: AgentRecord,
  baseTags: readonly string[],
  edit: MetadataEdit & { readonly base: number },
): Merge {
  const tags = { added: without(before.tags, baseTags), removed: without(baseTags, before.tags) };
  return {
    base_version: edit.base,
    onto_version: before.version,
    ...(edit.tags === undefined ? {} : { tags }),
    ...(edit.notes === undefined ? {} : { notes: 'appended' }),
  };
}
