import assert from 'node:assert/strict';
import type { StoreDamage } from '../../../shared/storeReport.ts';
import { AgentReplay } from '../agentReplay.ts';
import type { StoredTransaction } from './codec.ts';
import type { StoredDocument } from '../documents.ts';
import { EpochPoints } from '../history/epochPoints.ts';
import { frameTypes, type Frame } from './frame.ts';
import type { Ground } from '../ground.ts';
import { decodePayload } from './migrations.ts';
import { quarantine } from './quarantine.ts';
import type { StoredAnswer } from '../answeredRequests.ts';
import type { EndedEpoch } from '../history/history.ts';
import { readPacked, type Packed } from './packed.ts';
import { segmentEpochs, segmentName, type Cut } from './segment.ts';
import { scanSegment, type Scan } from './segmentScan.ts';
import { addCarried, type Base, type SnapshotHead } from './snapshot.ts';

/** The newest state, and the segment and cut that it was read from. */
export interface Recovered {
  readonly base: Base;
  readonly revision: number;
  readonly agents: readonly Packed[];
  readonly answers: readonly StoredAnswer[];
  readonly documents: Iterable<StoredDocument>;
  /**
   * Points of the last write in the segment: it may not be durable, not even after another sync, so
   * they are written anew with the state (Invariant I10).
   */
  readonly carried: EpochPoints;
  /** The other points of the segment, and the cut behind them; null when there is nothing else. */
  readonly ended: EndedEpoch | null;
  /** What the segment says of those before it. */
  readonly earlier: readonly Base[];
}

export interface Recovery extends Recovered {
  /** What was met on the way. */
  readonly damage: readonly StoreDamage[];
}

/**
 * Invariant I9: the highest segment below `epoch` that begins with a whole snapshot counts, all lower
 * ones are ignored for ever. Invariant I7: only called after a claim. Null when there is none.
 */
export async function recover(ground: Ground, epoch: number): Promise<Recovery | null> {
  const epochs = segmentEpochs(await ground.fs.list(ground.folder)).filter((e) => e < epoch);
  const damaged: { readonly epoch: number; readonly scan: Scan }[] = [];
  let recovered: Recovered | null = null;
  for (const candidate of epochs.reverse()) {
    const read = await readSegment(ground, candidate);
    // Collected meanwhile: then we are fenced, and find out in the next step.
    if (read === null) continue;
    if (read.scan.corrupt) damaged.push({ epoch: candidate, scan: read.scan });
    else tellTornTail(ground, candidate, read.scan);
    ({ recovered } = read);
    if (recovered !== null) break;
  }
  // Invariant I14: damage is kept aside and told before anything is built on what is left.
  const damage: StoreDamage[] = [];
  for (const one of damaged) damage.push(await quarantine(ground, one, describeKept(recovered)));
  return recovered === null ? null : { ...recovered, damage };
}

function describeKept(recovered: Recovered | null): string {
  if (recovered === null) return 'nothing before it can be used either';
  const { base, revision, agents } = recovered;
  return (
    `what is kept is ${segmentName(base.epoch)} up to byte ${base.length}: ` +
    `revision ${revision}, ${agents.length} ${agents.length === 1 ? 'agent' : 'agents'}`
  );
}

function tellTornTail(ground: Ground, epoch: number, scan: Scan): void {
  if (scan.invalidBytes === 0 || scan.cut.index === 0) return;
  ground.log(
    `store: ${segmentName(epoch)} ends with ${scan.invalidBytes} bytes from ${scan.cut.length} on ` +
      'that are no valid record; a write that was never acknowledged leaves them',
  );
}

/** What a segment holds, all of it; null when it is gone, `recovered` when its snapshot is not whole. */
export async function readSegment(
  ground: Ground,
  epoch: number,
): Promise<{ readonly scan: Scan; readonly recovered: Recovered | null } | null> {
  const replay = new Replay(epoch);
  const scan = await scanSegment(ground, epoch, { take: (frame) => replay.take(frame) });
  return scan === null ? null : { scan, recovered: replay.finish(scan.cut) };
}

/** What a segment amounts to, frame by frame. */
class Replay {
  private readonly epoch: number;
  private head: SnapshotHead | null = null;
  private isEnded = false;
  private revision = 0;
  private readonly agents = new AgentReplay();
  private readonly answers: StoredAnswer[] = [];
  private readonly documents = new Map<string, StoredDocument[1]>();
  /** Of the writes before the last one: each was durable before the next one began. */
  private readonly durable = new EpochPoints();
  private last = new EpochPoints();
  private lastWrite: Cut = { index: 0, length: 0 };

  constructor(epoch: number) {
    this.epoch = epoch;
  }

  take(frame: Frame): void {
    if (frame.index === frame.batchStart) this.beginWrite(frame);
    if (frame.type === frameTypes.snapshotHead) this.begin(frame);
    else if (this.head !== null) this.add(this.head, frame);
  }

  /** Null unless it began with a snapshot that has its end ("frame 0"). */
  finish(cut: Cut): Recovered | null {
    if (this.head === null || !this.isEnded) return null;
    const { epoch, lastWrite } = this;
    const base = { epoch, ...lastWrite };
    return {
      base: { epoch, ...cut },
      revision: this.revision,
      agents: [...this.agents.finish()],
      answers: this.answers,
      documents: this.documents,
      carried: this.last,
      ended: lastWrite.index === 0 ? null : { base, points: this.durable },
      earlier: this.head.ended,
    };
  }

  private beginWrite({ index, start }: Frame): void {
    this.durable.absorb(this.last);
    this.last = new EpochPoints();
    this.lastWrite = { index, length: start };
  }

  private begin(frame: Frame): void {
    this.head = decodePayload(frame) as SnapshotHead;
    this.revision = this.head.revision;
  }

  private add(head: SnapshotHead, frame: Frame): void {
    switch (frame.type) {
      case frameTypes.snapshotAgents:
        for (const packed of readPacked(frame)) this.agents.begin(packed);
        break;
      case frameTypes.snapshotRequests:
        this.answers.push(...(decodePayload(frame) as StoredAnswer[]));
        break;
      case frameTypes.snapshotDocuments:
        this.addDocuments(decodePayload(frame) as StoredDocument[]);
        break;
      case frameTypes.snapshotPoints:
        addCarried(this.last, frame, head.at);
        break;
      case frameTypes.snapshotEnd:
        this.isEnded = true;
        break;
      case frameTypes.transaction:
        this.apply(frame);
        break;
    }
  }

  private apply(frame: Frame): void {
    const transaction = decodePayload(frame) as StoredTransaction;
    assert.equal(transaction.revision, this.revision + 1, 'a transaction is missing');
    this.revision = transaction.revision;
    for (const change of transaction.changes) this.agents.apply(change);
    this.addDocuments(transaction.documents ?? []);
    this.last.addFrom(transaction);
    const answer = answerOf(transaction, this.epoch, frame);
    if (answer !== null) this.answers.push(answer);
  }

  /** Null removes. */
  private addDocuments(documents: NonNullable<StoredTransaction['documents']>): void {
    for (const [key, value] of documents) {
      if (value === null) this.documents.delete(key);
      else this.documents.set(key, value);
    }
  }
}

function answerOf(
  transaction: StoredTransaction,
  epoch: number,
  frame: Frame,
): StoredAnswer | null {
  if (transaction.request === undefined) return null;
  const [agent, request, digest] = transaction.request;
  const { start, end } = frame;
  return [agent, request, digest, transaction.at, epoch, start, end - start];
}
