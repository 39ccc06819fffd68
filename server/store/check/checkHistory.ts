import { codeOf, readWhole } from '../disk/fs.ts';
import { historyPath, originOf, type Ground } from '../ground.ts';
import { readEpochPoints } from '../history/endedEpochs.ts';
import { restorePoints, type StoredPoints } from '../history/points.ts';
import { frameTypes } from '../log/frame.ts';
import { decodePayload } from '../log/migrations.ts';
import { scanSegment } from '../log/segment.ts';
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
  const file = await readFile(ground, epoch);
  if (file !== null) return checkFile(ground, epoch, file, points);
  const inSegment = cut === undefined ? null : await readEpochPoints(ground, cut);
  if (inSegment !== null) {
    points.add(inSegment);
    return { bytes: 0, fault: null };
  }
  // Its segment was collected meanwhile: then the file was made before.
  const made = await readFile(ground, epoch);
  return made === null ? { bytes: 0, fault: null } : checkFile(ground, epoch, made, points);
}

async function readFile(ground: Ground, epoch: number): Promise<Buffer | null> {
  try {
    return await readWhole(ground.fs, historyPath(ground, epoch));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** It got its name when it was durable: every byte of it must be valid. */
function checkFile(
  ground: Ground,
  epoch: number,
  bytes: Buffer,
  points: PointCount,
): CheckedHistory {
  const { frames, cut } = scanSegment(bytes, originOf(ground, epoch));
  for (const frame of frames) {
    if (frame.type !== frameTypes.historyPoints) continue;
    const stored = decodePayload(frame) as StoredPoints;
    points.addOf(stored.agent, restorePoints(stored));
  }
  const isWhole = cut.length === bytes.length && frames.at(-1)?.type === frameTypes.historyEnd;
  const fault = isWhole ? null : `it is damaged at byte ${cut.length}; points are missing`;
  return { bytes: bytes.length, fault };
}
