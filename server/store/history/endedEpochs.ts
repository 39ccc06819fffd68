import type { StoredTransaction } from '../log/codec.ts';
import { EpochPoints } from './epochPoints.ts';
import { codeOf, readRange } from '../disk/fs.ts';
import { segmentPath, type Ground } from '../ground.ts';
import type { EndedEpoch } from './history.ts';
import { decodePayload } from '../log/migrations.ts';
import type { Recovered } from '../log/recovery.ts';
import { frameTypes, type Frame } from '../log/frame.ts';
import { historyEpochs, segmentEpochs } from '../log/segment.ts';
import { scanSegment } from '../log/segmentScan.ts';
import { addCarried, type Base, type SnapshotHead } from '../log/snapshot.ts';

/**
 * The points of an ended epoch, as far as its successor read it: what is behind never counted. Null
 * when its segment was collected: then its history file is durable.
 */
export async function readEpochPoints(ground: Ground, base: Base): Promise<EpochPoints | null> {
  const points = new EpochPoints();
  const snapshot = { at: 0, isWhole: false };
  const take = (frame: Frame): void => {
    const { type } = frame;
    if (type === frameTypes.snapshotHead) snapshot.at = (decodePayload(frame) as SnapshotHead).at;
    if (type === frameTypes.snapshotPoints) addCarried(points, frame, snapshot.at);
    if (type === frameTypes.snapshotEnd) snapshot.isWhole = true;
    if (type === frameTypes.transaction) {
      points.addFrom(decodePayload(frame) as StoredTransaction);
    }
  };
  const end = ground.rules.cutHistories ? base : undefined;
  if ((await scanSegment(ground, base.epoch, { take, end })) === null) return null;
  return snapshot.isWhole ? points : new EpochPoints();
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
