import type { StoredTransaction } from '../log/codec.ts';
import { EpochPoints } from './epochPoints.ts';
import { codeOf, readRange, readWhole } from '../disk/fs.ts';
import { originOf, segmentPath, type Ground } from '../ground.ts';
import type { EndedEpoch } from './history.ts';
import { decodePayload } from '../log/migrations.ts';
import type { Recovered } from '../log/recovery.ts';
import { historyEpochs, scanSegment, segmentEpochs, splitSegment } from '../log/segment.ts';
import { readCarried, readHead, type Base } from '../log/snapshot.ts';

/**
 * The points of an ended epoch, as far as its successor read it: what is behind never counted. Null
 * when its segment was collected: then its history file is durable.
 */
export async function readEpochPoints(ground: Ground, base: Base): Promise<EpochPoints | null> {
  const bytes = await readSegment(ground, base.epoch);
  if (bytes === null) return null;
  const cut = ground.rules.cutHistories ? base : undefined;
  const { frames } = scanSegment(bytes, originOf(ground, base.epoch), cut);
  const parts = splitSegment(frames);
  const [head] = frames;
  if (parts === null || head === undefined) return new EpochPoints();
  const points = readCarried(parts.snapshot, readHead(head).at);
  for (const frame of parts.transactions) {
    points.addFrom(decodePayload(frame) as StoredTransaction);
  }
  return points;
}

/** Ended epochs whose histories are not durable yet, newest first. */
export async function endedBefore(
  ground: Ground,
  { ended, earlier }: Pick<Recovered, 'ended' | 'earlier'>,
): Promise<EndedEpoch[]> {
  const names = await ground.fs.list(ground.folder);
  const [segments, histories] = [segmentEpochs(names), historyEpochs(names)];
  const isOpen = ({ base }: EndedEpoch) =>
    segments.includes(base.epoch) && !histories.includes(base.epoch);
  const all = earlier.map((base): EndedEpoch => ({ base, points: null }));
  return [...(ended === null ? [] : [ended]), ...all].filter(isOpen);
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
