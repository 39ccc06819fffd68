import type { StoredDocument } from '../documents.ts';
import { frameTypes, toPayload, type Frame, type FrameBody } from './frame.ts';
import type { EpochPoints } from '../history/epochPoints.ts';
import { restorePoints, storePoints, type StoredPoints } from '../history/points.ts';
import { decodePayload } from './migrations.ts';
import { packedPayloads, type Kept } from './packed.ts';
import type { Cut } from './segment.ts';

/** Where the state of an epoch came from: another segment up to a cut. */
export interface Base extends Cut {
  readonly epoch: number;
}

export interface SnapshotHead {
  readonly store: string;
  readonly epoch: number;
  /** What the state was read from, or grew out of; null only in the first segment of a store. */
  readonly base: Base | null;
  /** Ended epochs whose histories may not be durable yet, newest first, as far as they count. */
  readonly ended: readonly Base[];
  readonly revision: number;
  /** Wall milliseconds. */
  readonly at: number;
}

export interface Snapshot {
  readonly head: SnapshotHead;
  readonly agents: Iterable<Kept>;
  /** Payloads, each with some answers. */
  readonly answers: Iterable<Buffer>;
  readonly documents: Iterable<StoredDocument>;
  /** Points that were read where they may not last: from here on they belong to this epoch. */
  readonly carried: EpochPoints;
}

const chunkBytes = 256 * 1024;

/** The frames of a snapshot but for its end, each at most 256 KiB unless one record alone is more. */
export function* snapshotBodies(snapshot: Snapshot): Generator<FrameBody> {
  const { head, agents, answers, documents, carried } = snapshot;
  yield { type: frameTypes.snapshotHead, payload: toPayload(head) };
  for (const payload of packedPayloads(agents, chunkBytes)) {
    yield { type: frameTypes.snapshotAgents, payload };
  }
  for (const payload of answers) yield { type: frameTypes.snapshotRequests, payload };
  for (const payload of chunksOf(documents, (document) => document)) {
    yield { type: frameTypes.snapshotDocuments, payload };
  }
  for (const payload of chunksOf(carried.all(), ([agent, points]) => storePoints(agent, points))) {
    yield { type: frameTypes.snapshotPoints, payload };
  }
}

/** Behind it a segment counts: before it, together with the rest, comes all it begins with. */
export const snapshotEnd: FrameBody = { type: frameTypes.snapshotEnd, payload: toPayload({}) };

function* chunksOf<T>(items: Iterable<T>, store: (item: T) => unknown): Generator<Buffer> {
  let texts: string[] = [];
  let bytes = 0;
  for (const item of items) {
    const text = JSON.stringify(store(item));
    const size = Buffer.byteLength(text) + 1;
    if (bytes > 0 && bytes + size > chunkBytes) {
      yield Buffer.from(`[${texts.join(',')}]`);
      texts = [];
      bytes = 0;
    }
    texts.push(text);
    bytes += size;
  }
  if (texts.length > 0) yield Buffer.from(`[${texts.join(',')}]`);
}

/** The points in a snapshot; they are as old as it, or a little older. */
export function addCarried(points: EpochPoints, frame: Frame, at: number): void {
  for (const stored of decodePayload(frame) as StoredPoints[]) {
    for (const point of restorePoints(stored)) points.add(stored.agent, point, at);
  }
}
