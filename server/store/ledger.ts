import assert from 'node:assert/strict';
import type { AgentRecord, HistoryPoint } from '../../shared/model.ts';
import type { Change } from './log/codec.ts';
import { Documents, settleDocuments, type StoredDocument } from './documents.ts';
import { isPacked, listedOf, pack, unpack, type Kept, type Packed } from './log/packed.ts';
import type { DocumentChanges, Listed, Mutation, Receipt, RecordPatch } from './port.ts';
import { refusals } from './refusals.ts';
import { settle, settlePacked } from './log/storable.ts';

/** Applied to the draft, not yet durable. */
export interface Draft {
  readonly revision: number;
  readonly changes: readonly Change[];
  readonly records: readonly AgentRecord[];
  readonly documents: DocumentChanges;
}

export interface LedgerState {
  readonly agents: Iterable<Packed>;
  readonly documents: Iterable<StoredDocument>;
  readonly revision: number;
}

const noDocuments: DocumentChanges = new Map();

/**
 * What there is of one agent. One for good, not an entry that comes and goes with each check-in: a map
 * that shrinks and grows is copied again and again, and what the dead copies hold outlives many
 * collections.
 */
interface Place {
  kept: Kept | undefined;
  draft: AgentRecord | undefined;
}

/**
 * The agents, and the documents beside them: what is published (Invariant I12: durable), and over it
 * the draft that the mutations on their way to the disk build. All of it in memory; nothing waits.
 */
export class Ledger {
  readonly documents = new Documents();
  /** In the order of first check-ins. */
  private readonly places = new Map<string, Place>();
  private publishedRevision = 0;
  private draftRevision = 0;

  get revision(): number {
    return this.publishedRevision;
  }

  /** Starts from what was recovered. */
  restore({ agents, documents, revision }: LedgerState): void {
    for (const kept of agents) this.places.set(kept.listed.agent_id, { kept, draft: undefined });
    this.documents.restore(documents);
    this.publishedRevision = revision;
    this.draftRevision = revision;
  }

  read(agentId: string): AgentRecord | undefined {
    return readKept(this.places.get(agentId)?.kept);
  }

  draft(agentId: string): AgentRecord | undefined {
    const place = this.places.get(agentId);
    return place?.draft ?? readKept(place?.kept);
  }

  *list(): Generator<Listed> {
    for (const { kept } of this.places.values()) {
      if (kept !== undefined) yield isPacked(kept) ? kept.listed : listedOf(kept);
    }
  }

  /** What is published, in the order of first check-ins, as it stays whatever comes. */
  kept(): readonly Kept[] {
    return Array.from(this.places.values(), ({ kept }) => kept).filter(
      (kept) => kept !== undefined,
    );
  }

  /**
   * What these mutations would make of the draft, all or none; nothing changes until `accept`.
   * @throws WatchstanderError CONFLICT when an expected version is not the newest one.
   */
  stage(mutations: readonly Mutation[], documents: DocumentChanges = noDocuments): Draft {
    assert(mutations.length + documents.size > 0, 'a commit changes something');
    settleDocuments(documents);
    const staged = new Map<string, AgentRecord>();
    const changes = mutations.map((mutation, at) => {
      const id = mutation.agent_id;
      const before = staged.get(id) ?? this.draft(id);
      const { expected_version: expected } = mutation;
      if (expected !== undefined && expected !== (before?.version ?? 0)) {
        throw refusals.versionConflict(mutation, before, mutations.length > 1 ? at : undefined);
      }
      const change = applyMutation(mutation, before);
      staged.set(id, change.after);
      return change;
    });
    const records = Object.freeze(changes.map((change) => change.after));
    return { revision: this.draftRevision + 1, changes, records, documents };
  }

  /** The newest draft from now on. */
  accept(draft: Draft): void {
    assert.equal(draft.revision, this.draftRevision + 1, 'a draft was made of an older one');
    for (const { after } of draft.changes) this.place(after.agent_id).draft = after;
    this.documents.accept(draft.documents);
    this.draftRevision = draft.revision;
  }

  /** In the order of their revisions. */
  publish(draft: Draft): void {
    assert.equal(draft.revision, this.publishedRevision + 1, 'a draft is published out of order');
    for (const { after } of draft.changes) {
      const place = this.place(after.agent_id);
      place.kept = rests(after) ? pack(after) : after;
      if (place.draft === after) place.draft = undefined;
    }
    this.documents.publish(draft.documents);
    this.publishedRevision = draft.revision;
  }

  /** What was on its way will not be: the next mutation builds on what is durable. */
  dropDrafts(): void {
    for (const [id, place] of this.places) {
      place.draft = undefined;
      if (place.kept === undefined) this.places.delete(id);
    }
    this.documents.dropDrafts();
    this.draftRevision = this.publishedRevision;
  }

  private place(agentId: string): Place {
    const known = this.places.get(agentId);
    if (known !== undefined) return known;
    const place = { kept: undefined, draft: undefined };
    this.places.set(agentId, place);
    return place;
  }
}

function readKept(kept: Kept | undefined): AgentRecord | undefined {
  return kept !== undefined && isPacked(kept) ? unpack(kept) : kept;
}

/** Hardly anybody will ask for it: small is better than quick. */
function rests({ lifecycle }: AgentRecord): boolean {
  return lifecycle === 'archived' || lifecycle === 'deleted';
}

function applyMutation(mutation: Mutation, before: AgentRecord | undefined): Change {
  const { agent_id, patch, point, remark } = mutation;
  const version = (before?.version ?? 0) + 1;
  const after = { ...before, ...patch, agent_id, version } as AgentRecord;
  if (before === undefined) assertWhole(after);
  settlePatch(patch);
  if (point !== undefined) settlePacked(point);
  if (remark !== undefined) settle(remark);
  return { before, after: Object.freeze(after), patch, point, remark };
}

function settlePatch(patch: RecordPatch): void {
  for (const key in patch) {
    const value = patch[key as keyof RecordPatch];
    if ((key === 'state' || key === 'verdict') && value !== null) settlePacked(value as object);
    else settle(value);
  }
  Object.freeze(patch);
}

const fields: Record<keyof AgentRecord, true> = {
  agent_id: true,
  version: true,
  created: true,
  last_update: true,
  harness: true,
  workspace: true,
  lifecycle: true,
  paused: true,
  archived_at: true,
  tags: true,
  tag_history: true,
  notes: true,
  events: true,
  history_after: true,
  state: true,
  verdict: true,
  statistics: true,
};

function assertWhole(record: object): void {
  for (const field in fields) assert(field in record, `a first mutation gives ${field}`);
}

export function receiptOf({ revision, records, changes }: Draft): Receipt {
  return { revision, records, remarks: changes.map(({ remark }) => remark) };
}

/** The points that a draft adds to histories. */
export function pointsOf(draft: Draft, requestId: string | null): [string, HistoryPoint][] {
  const points: [string, HistoryPoint][] = [];
  for (const { after, point } of draft.changes) {
    if (point === undefined) continue;
    points.push([
      after.agent_id,
      Object.freeze({ version: after.version, ...point, request_id: requestId }),
    ]);
  }
  return points;
}
