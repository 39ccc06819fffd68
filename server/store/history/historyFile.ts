import type { HistoryPoint } from '../../../shared/model.ts';
import type { EpochPoints } from './epochPoints.ts';
import { encodeFrames, frameTypes, headerBytes, readFrame, toPayload } from '../log/frame.ts';
import type { FrameType } from '../log/frame.ts';
import { appendAll, readRange, type ByteRange } from '../disk/fs.ts';
import { historyPath, originOf, type Ground } from '../ground.ts';
import { decodePayload } from '../log/migrations.ts';
import { restorePoints, storePoints, type StoredPoints } from './points.ts';
import type { Base } from '../log/snapshot.ts';

/*
 * `hist-e`: the points of epoch e, agent by agent, then an index, then an end of fixed length that
 * says where the index is. It depends on nothing but segment e and its cut, whoever makes it.
 */

/** Some points of one agent, in a row. */
export interface Chunk extends ByteRange {
  readonly agent: string;
  readonly count: number;
  readonly first: number;
  readonly last: number;
}

export interface HistoryIndex {
  readonly agents: ReadonlyMap<string, readonly Chunk[]>;
  /** Wall milliseconds of the newest point; 0 when there is none. */
  readonly newestAt: number;
}

type StoredChunk = readonly [
  start: number,
  length: number,
  count: number,
  first: number,
  last: number,
];
type StoredEntry = readonly [agent: string, chunks: readonly StoredChunk[]];

interface StoredEnd {
  readonly indexStart: number;
  readonly newestAt: number;
}

const chunkPoints = 1_000;
const indexEntries = 2_000;
const endBytes = 128;

/** The bytes of the file, piece by piece, so that making one does not hold others up. */
export function* historyBytes(ground: Ground, base: Base, points: EpochPoints): Generator<Buffer> {
  const file = new FrameSequence(ground, base.epoch);
  const { index, length } = base;
  yield file.next(frameTypes.historyHead, toPayload({ store: ground.storeId, index, length }));
  const entries: StoredEntry[] = [];
  for (const [agent, ofAgent] of points.all()) {
    const chunks: StoredChunk[] = [];
    for (let at = 0; at < ofAgent.length; at += chunkPoints) {
      const some = ofAgent.slice(at, at + chunkPoints);
      const start = file.length;
      const bytes = file.next(frameTypes.historyPoints, toPayload(storePoints(agent, some)));
      const [first, last] = [some[0]?.version ?? 0, some.at(-1)?.version ?? 0];
      chunks.push([start, bytes.length, some.length, first, last]);
      yield bytes;
    }
    entries.push([agent, chunks]);
  }
  const end: StoredEnd = { indexStart: file.length, newestAt: points.newestAt };
  for (let at = 0; at < entries.length; at += indexEntries) {
    const some = entries.slice(at, at + indexEntries);
    yield file.next(frameTypes.historyIndex, toPayload(some));
  }
  yield file.next(frameTypes.historyEnd, Buffer.from(JSON.stringify(end).padEnd(endBytes)));
}

class FrameSequence {
  length = 0;
  private index = 0;
  private readonly ground: Ground;
  private readonly epoch: number;

  constructor(ground: Ground, epoch: number) {
    this.ground = ground;
    this.epoch = epoch;
  }

  next(type: FrameType, payload: Buffer): Buffer {
    const position = { index: this.index, batchStart: this.index };
    const bytes = encodeFrames([{ type, payload }], originOf(this.ground, this.epoch), position);
    this.index += 1;
    this.length += bytes.length;
    return bytes;
  }
}

/** @throws DamagedHistory, or what the file system says. */
export function readHistoryIndex(ground: Ground, epoch: number): Promise<HistoryIndex> {
  return withFile(ground, epoch, async (descriptor) => {
    const { size } = await ground.fs.factsOf(descriptor);
    const length = headerBytes + endBytes;
    const start = size - length;
    const { historyEnd, historyIndex } = frameTypes;
    const end = await readPayloads(ground, epoch, { descriptor, start, length, type: historyEnd });
    const { indexStart, newestAt } = end[0] as StoredEnd;
    const range = { descriptor, start: indexStart, length: start - indexStart, type: historyIndex };
    const entries = (await readPayloads(ground, epoch, range)) as (readonly StoredEntry[])[];
    const agents = new Map<string, readonly Chunk[]>();
    for (const [agent, chunks] of entries.flat()) {
      agents.set(
        agent,
        chunks.map((chunk) => toChunk(agent, chunk)),
      );
    }
    return { agents, newestAt };
  });
}

function toChunk(agent: string, [start, length, count, first, last]: StoredChunk): Chunk {
  return { agent, start, length, count, first, last };
}

/** @throws DamagedHistory, or what the file system says. */
export function readChunk(ground: Ground, epoch: number, chunk: Chunk): Promise<HistoryPoint[]> {
  return withFile(ground, epoch, async (descriptor) => {
    const { start, length } = chunk;
    const range = { descriptor, start, length, type: frameTypes.historyPoints };
    const payloads = (await readPayloads(ground, epoch, range)) as StoredPoints[];
    // Bytes that were moved are valid frames in a wrong place.
    if (payloads.some(({ agent }) => agent !== chunk.agent)) {
      throw new DamagedHistory(`byte ${start} belongs to another agent`);
    }
    return payloads.flatMap(restorePoints);
  });
}

/** A history file whose bytes are not what was written. */
export class DamagedHistory extends Error {}

async function readPayloads(
  ground: Ground,
  epoch: number,
  range: ByteRange & { readonly descriptor: number; readonly type: FrameType },
): Promise<unknown[]> {
  if (range.start < 0 || range.length < 0) throw new DamagedHistory('it is too short');
  const bytes = await readRange(ground.fs, range.descriptor, range);
  const payloads: unknown[] = [];
  let at = 0;
  while (at < range.length) {
    const frame = readFrame(bytes, at, originOf(ground, epoch));
    if (frame?.type !== range.type)
      throw new DamagedHistory(`byte ${range.start + at} is not valid`);
    payloads.push(decodePayload(frame));
    at = frame.end;
  }
  return payloads;
}

async function withFile<T>(
  ground: Ground,
  epoch: number,
  use: (descriptor: number) => Promise<T>,
): Promise<T> {
  const descriptor = await ground.fs.openToRead(historyPath(ground, epoch));
  try {
    return await use(descriptor);
  } finally {
    await ground.fs.close(descriptor);
  }
}

/** Written and made durable under a name of its own, then moved to the name that counts. */
export async function writeHistory(
  ground: Ground,
  base: Base,
  draft: { readonly path: string; readonly pieces: AsyncIterable<Buffer> },
): Promise<void> {
  const descriptor = await ground.fs.create(draft.path);
  try {
    for await (const bytes of draft.pieces) await appendAll(ground.fs, descriptor, bytes);
    await ground.fs.sync(descriptor);
  } finally {
    await ground.fs.close(descriptor);
  }
  await ground.fs.rename(draft.path, historyPath(ground, base.epoch));
  await ground.fs.syncFolder(ground.folder);
}
