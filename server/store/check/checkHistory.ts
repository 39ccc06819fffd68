import { historyPath, type Ground } from '../ground.ts';
import { readEpochPoints } from '../history/endedEpochs.ts';
import { restorePoints, type StoredPoints } from '../history/points.ts';
import { frameTypes, type Frame } from '../log/frame.ts';
import { decodePayload } from '../log/migrations.ts';
import { scanFile } from '../log/segmentScan.ts';
import type { Base } from '../log/snapshot.ts';
import type { PointCount } from './pointCount.ts';

export interface CheckedHistory {
  readonly bytes: number;
  readonly fault: string | null;
}

/**
 * Counts the points of an ended epoch: those of its history file, else of its segment up to the cut
 * that its successor read. Neither is there for an epoch without points.
 */
export async function checkHistory(
  ground: Ground,
  epoch: number,
  cut: Base | undefined,
  points: PointCount,
): Promise<CheckedHistory> {
  const inFile = await checkFile(ground, epoch, points);
  if (inFile !== null) return inFile;
  const inSegment = cut === undefined ? null : await readEpochPoints(ground, cut);
  if (inSegment !== null) {
    points.add(inSegment);
    return { bytes: 0, fault: null };
  }
  // Its segment was collected meanwhile: then the file was made before.
  return (await checkFile(ground, epoch, points)) ?? { bytes: 0, fault: null };
}

/** It got its name when it was durable: every byte of it must be valid. Null when there is none. */
async function checkFile(
  ground: Ground,
  epoch: number,
  points: PointCount,
): Promise<CheckedHistory | null> {
  let last = 0;
  const take = (frame: Frame): void => {
    last = frame.type;
    if (frame.type !== frameTypes.historyPoints) return;
    const stored = decodePayload(frame) as StoredPoints;
    points.addOf(stored.agent, restorePoints(stored));
  };
  const scan = await scanFile(ground, { path: historyPath(ground, epoch), epoch }, { take });
  if (scan === null) return null;
  const { cut, invalidBytes } = scan;
  const isWhole = invalidBytes === 0 && last === frameTypes.historyEnd;
  const fault = isWhole ? null : `it is damaged at byte ${cut.length}; points are missing`;
  return { bytes: cut.length + invalidBytes, fault };
}
