import { codeOf, type StoreFs } from '../disk/fs.ts';
import { originOf, segmentPath, type Ground } from '../ground.ts';
import { findFrame, frameEnd, headerBytes, readFrame, type Frame, type Origin } from './frame.ts';
import type { Cut } from './segment.ts';

/** What became of reading a segment up to the first bytes that do not belong. */
export interface Scan {
  /** Behind the last valid frame. */
  readonly cut: Cut;
  /** Bytes behind `cut` that are no valid frame. */
  readonly invalidBytes: number;
  /** Invariant I14: a later write is whole, so an acknowledged one was damaged. */
  readonly corrupt: boolean;
}

interface Reading {
  /** Told of each frame in order; its payload is only there for as long. */
  readonly take: (frame: Frame) => void;
  /** Where to end; without, where the longest valid prefix does. */
  readonly end?: Cut | undefined;
}

/** Memory follows this, or the largest frame, and not the segment. */
const pieceBytes = 1024 * 1024;

/** A file of frames, and the epoch that they are of. */
export interface EpochFile {
  readonly path: string;
  readonly epoch: number;
}

/** The longest valid prefix of a segment, at most up to `end`. Null when it is gone. */
export function scanSegment(ground: Ground, epoch: number, reading: Reading): Promise<Scan | null> {
  return scanFile(ground, { path: segmentPath(ground, epoch), epoch }, reading);
}

/** As `scanSegment`. */
export async function scanFile(
  ground: Ground,
  { path, epoch }: EpochFile,
  reading: Reading,
): Promise<Scan | null> {
  const descriptor = await openOrNull(ground.fs, path);
  if (descriptor === null) return null;
  try {
    const { size } = await ground.fs.factsOf(descriptor);
    const window = new Window(ground.fs, descriptor, size);
    return await scan(window, originOf(ground, epoch), reading);
  } finally {
    await ground.fs.close(descriptor);
  }
}

async function openOrNull(fs: StoreFs, path: string): Promise<number | null> {
  try {
    return await fs.openToRead(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

async function scan(window: Window, origin: Origin, { take, end }: Reading): Promise<Scan> {
  let cut: Cut = { index: 0, length: 0 };
  for (;;) {
    await window.move(cut.length);
    const next = takeFrames(window, origin, { take, from: cut, endIndex: end?.index ?? Infinity });
    if (next.index === cut.index) break;
    cut = next;
  }
  const invalidBytes = (end?.length ?? window.size) - cut.length;
  return { cut, invalidBytes, corrupt: invalidBytes > 0 && (await isDamaged(window, origin, cut)) };
}

interface Piece extends Pick<Reading, 'take'> {
  readonly from: Cut;
  readonly endIndex: number;
}

/** Those that are whole in the window. */
function takeFrames({ bytes }: Window, origin: Origin, { take, from, endIndex }: Piece): Cut {
  let { index } = from;
  let at = 0;
  while (index < endIndex) {
    const frame = readFrame(bytes, at, origin);
    if (frame?.index !== index) break;
    take({ ...frame, start: from.length + frame.start, end: from.length + frame.end });
    index += 1;
    at = frame.end;
  }
  return { index, length: from.length + at };
}

/**
 * Whether what follows an invalid frame proves that it had been acknowledged: a write begins only
 * when the one before is durable. Frames of the same write prove nothing: power may fail with any
 * part of a write on the disk.
 */
async function isDamaged(window: Window, origin: Origin, cut: Cut): Promise<boolean> {
  await window.move(cut.length, window.size - cut.length);
  let later = findFrame(window.bytes, 0, origin);
  while (later !== null) {
    if (later.batchStart > cut.index) return true;
    later = findFrame(window.bytes, later.end, origin);
  }
  return false;
}

/** A part of a file; the next part takes its place. */
class Window {
  readonly size: number;
  bytes = Buffer.alloc(0);
  private buffer = Buffer.alloc(0);
  private readonly fs: StoreFs;
  private readonly descriptor: number;

  constructor(fs: StoreFs, descriptor: number, size: number) {
    this.fs = fs;
    this.descriptor = descriptor;
    this.size = size;
  }

  /** To `start`, with so many bytes, and with the whole frame there if the file has it. */
  async move(start: number, wantedBytes = pieceBytes): Promise<void> {
    await this.read(start, wantedBytes);
    const frameBytes = this.bytes.length < headerBytes ? 0 : frameEnd(this.bytes, 0);
    if (frameBytes > this.bytes.length) await this.read(start, frameBytes);
  }

  private async read(start: number, wantedBytes: number): Promise<void> {
    const length = Math.min(wantedBytes, this.size - start);
    if (this.buffer.length < length) this.buffer = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
      const target = this.buffer.subarray(done, length);
      const count = await this.fs.read(this.descriptor, target, start + done);
      if (count === 0) break;
      done += count;
    }
    this.bytes = this.buffer.subarray(0, done);
  }
}
