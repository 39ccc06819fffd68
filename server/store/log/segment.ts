import { findFrame, frameTypes, readFrame, type Frame, type Origin } from './frame.ts';

/** A position in a segment: how many frames and bytes come before it. */
export interface Cut {
  readonly index: number;
  readonly length: number;
}

export function segmentName(epoch: number): string {
  return `seg-${String(epoch).padStart(10, '0')}`;
}

export function historyName(epoch: number): string {
  return `hist-${String(epoch).padStart(10, '0')}`;
}

/** What a leader writes to see whether there is room. */
export function roomName(epoch: number): string {
  return `room-${String(epoch).padStart(10, '0')}`;
}

/** Half-made files of leaders below `epoch`. */
export function leftoversBelow(names: readonly string[], epoch: number): string[] {
  return names.filter((name) => {
    const leader = /^(?:hist-\d{10}\.by|room)-(\d{10})$/.exec(name)?.[1];
    return leader !== undefined && Number(leader) < epoch;
  });
}

/** Epochs of the segments among these names, lowest first. */
export function segmentEpochs(names: readonly string[]): number[] {
  return epochsOf(names, /^seg-(\d{10})$/);
}

export function historyEpochs(names: readonly string[]): number[] {
  return epochsOf(names, /^hist-(\d{10})$/);
}

function epochsOf(names: readonly string[], pattern: RegExp): number[] {
  const epochs: number[] = [];
  for (const name of names) {
    const digits = pattern.exec(name)?.[1];
    if (digits !== undefined) epochs.push(Number(digits));
  }
  return epochs.sort((a, b) => a - b);
}

/** What a segment's bytes hold up to the first that do not belong. */
export interface Scan {
  readonly frames: readonly Frame[];
  /** Behind the last valid frame. */
  readonly cut: Cut;
  /** Bytes behind `cut` that are no valid frame. */
  readonly invalidBytes: number;
  /** Invariant I14: a later write is whole, so an acknowledged one was damaged. */
  readonly corrupt: boolean;
}

/** The longest valid prefix, at most up to `end`. */
export function scanSegment(bytes: Buffer, origin: Origin, end?: Cut): Scan {
  const frames: Frame[] = [];
  let length = 0;
  while (end === undefined || frames.length < end.index) {
    const frame = readFrame(bytes, length, origin);
    if (frame?.index !== frames.length) break;
    frames.push(frame);
    length = frame.end;
  }
  const cut = { index: frames.length, length };
  const invalidBytes = (end?.length ?? bytes.length) - length;
  return { frames, cut, invalidBytes, corrupt: invalidBytes > 0 && isDamaged(bytes, origin, cut) };
}

/**
 * Whether what follows an invalid frame proves that it had been acknowledged: a write begins only
 * when the one before is durable. Frames of the same write prove nothing: power may fail with any
 * part of a write on the disk.
 */
function isDamaged(bytes: Buffer, origin: Origin, cut: Cut): boolean {
  let later = findFrame(bytes, cut.length, origin);
  while (later !== null) {
    if (later.batchStart > cut.index) return true;
    later = findFrame(bytes, later.end, origin);
  }
  return false;
}

/** "Frame 0": the snapshot as a whole, or null when its end is missing. */
export function splitSegment(
  frames: readonly Frame[],
): { snapshot: readonly Frame[]; transactions: readonly Frame[] } | null {
  const end = frames.findIndex((frame) => frame.type === frameTypes.snapshotEnd);
  if (end === -1 || frames[0]?.type !== frameTypes.snapshotHead) return null;
  const transactions = frames.slice(end + 1).filter((f) => f.type === frameTypes.transaction);
  return { snapshot: frames.slice(0, end + 1), transactions };
}
