import type { StoredTransaction } from './codec.ts';
import { EpochPoints } from './epochPoints.ts';
import { readFrame } from './frame.ts';
import { codeOf, readRange, readWhole } from './fs.ts';
import { originOf, segmentPath, type Ground } from './ground.ts';
import { decodePayload } from './migrations.ts';
import { scanSegment, splitSegment } from './segment.ts';
import { readHead, type Base } from './snapshot.ts';

/**
 * The points of an ended epoch, as far as its successor read it: what is behind never counted. Null
 * when its segment was collected: then its history file is durable.
 */
export async function readEpochPoints(ground: Ground, base: Base): Promise<EpochPoints | null> {
  const bytes = await readSegment(ground, base.epoch);
  if (bytes === null) return null;
  const cut = ground.rules.cutHistories ? base : undefined;
  const { frames } = scanSegment(bytes, originOf(ground, base.epoch), cut);
  const points = new EpochPoints();
  for (const frame of splitSegment(frames)?.transactions ?? []) {
    points.addFrom(decodePayload(frame) as StoredTransaction);
  }
  return points;
}

/** Null when it is gone. */
export async function readSegment(ground: Ground, epoch: number): Promise<Buffer | null> {
  try {
    return await readWhole(ground.fs, segmentPath(ground, epoch));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** More than any head has. */
const headBytes = 4_096;

/** What `epoch` was based on, and so on, newest first, as far as the segments are still there. */
export async function readEarlierBases(ground: Ground, epoch: number): Promise<Base[]> {
  const bases: Base[] = [];
  let base = await readBase(ground, epoch);
  while (base !== null && (await ground.fs.facts(segmentPath(ground, base.epoch))) !== null) {
    bases.push(base);
    base = await readBase(ground, base.epoch);
  }
  return bases;
}

async function readBase(ground: Ground, epoch: number): Promise<Base | null> {
  const frame = readFrame(await readStart(ground, epoch, headBytes), 0, originOf(ground, epoch));
  return frame === null ? null : readHead(frame).base;
}

/** The first bytes of a segment; none when it is gone. */
export async function readStart(ground: Ground, epoch: number, length: number): Promise<Buffer> {
  try {
    const descriptor = await ground.fs.openToRead(segmentPath(ground, epoch));
    try {
      return await readRange(ground.fs, descriptor, { start: 0, length });
    } finally {
      await ground.fs.close(descriptor);
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
