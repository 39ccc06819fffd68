import assert from 'node:assert/strict';
import type { AgentRecord } from '../../../shared/model.ts';
import type { StoreDamage } from '../../../shared/storeReport.ts';
import { AgentReplay } from '../agentReplay.ts';
import type { StoredTransaction } from './codec.ts';
import type { StoredDocument } from '../documents.ts';
import { readSegment } from '../history/endedEpochs.ts';
import { EpochPoints } from '../history/epochPoints.ts';
import type { Frame } from './frame.ts';
import { originOf, type Ground } from '../ground.ts';
import { decodePayload } from './migrations.ts';
import { quarantine } from './quarantine.ts';
import type { StoredAnswer } from '../requests.ts';
import type { EndedEpoch } from '../history/history.ts';
import { scanSegment, segmentEpochs, segmentName, splitSegment } from './segment.ts';
import type { Cut, Scan } from './segment.ts';
import { readSnapshot, type Base } from './snapshot.ts';

/** The newest state, and the segment and cut that it was read from. */
export interface Recovered {
  readonly base: Base;
  readonly revision: number;
  readonly agents: readonly AgentRecord[];
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
    const bytes = await readSegment(ground, candidate);
    // Collected meanwhile: then we are fenced, and find out in the next step.
    if (bytes === null) continue;
    const scan = scanSegment(bytes, originOf(ground, candidate));
    if (scan.corrupt) damaged.push({ epoch: candidate, scan });
    else tellTornTail(ground, candidate, scan);
    const parts = splitSegment(scan.frames);
    if (parts !== null) recovered = replay(candidate, scan, parts);
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

interface Parts {
  readonly snapshot: readonly Frame[];
  readonly transactions: readonly Frame[];
}

/** What a segment holds, all of it. */
export function replay(epoch: number, scan: Scan, parts: Parts): Recovered {
  const snapshot = readSnapshot(parts.snapshot);
  const agents = new AgentReplay();
  for (const record of snapshot.agents) agents.begin(record);
  const answers = [...snapshot.answers];
  const documents = new Map(snapshot.documents);
  const last = lastWrite(scan);
  const durable = last.index === 0 ? new EpochPoints() : snapshot.carried;
  const carried = last.index === 0 ? snapshot.carried : new EpochPoints();
  let { revision } = snapshot.head;
  for (const frame of parts.transactions) {
    const transaction = decodePayload(frame) as StoredTransaction;
    assert.equal(transaction.revision, revision + 1, 'a transaction is missing');
    revision = transaction.revision;
    for (const change of transaction.changes) agents.apply(change);
    applyDocuments(transaction, documents);
    (frame.index < last.index ? durable : carried).addFrom(transaction);
    const answer = answerOf(transaction, epoch, frame);
    if (answer !== null) answers.push(answer);
  }
  return {
    base: { epoch, ...scan.cut },
    revision,
    agents: agents.finish(),
    answers,
    documents,
    carried,
    ended: last.index === 0 ? null : { base: { epoch, ...last }, points: durable },
    earlier: snapshot.head.ended,
  };
}

/** Where the last write begins. Each before it was durable before the next one began. */
function lastWrite({ frames }: Scan): Cut {
  const index = frames.at(-1)?.batchStart ?? 0;
  return { index, length: frames[index]?.start ?? 0 };
}

function applyDocuments(
  transaction: StoredTransaction,
  documents: Map<string, StoredDocument[1]>,
): void {
  for (const [key, value] of transaction.documents ?? []) {
    if (value === null) documents.delete(key);
    else documents.set(key, value);
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
