import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import { refusals } from '../refusals.ts';

/**
 * A frame is a header of 28 bytes and a payload of JSON. Little-endian:
 * 0 magic, 4 payload length, 8 epoch (48 bit), 14 type, 15 schema version, 16 index in its file
 * (48 bit), 22 how many frames of the same write come before it, 24 CRC-32 over all the rest.
 */
export const headerBytes = 28;
export const payloadLimit = 8 * 1024 * 1024;
export const schemaVersion = 4;

export const frameTypes = {
  snapshotHead: 1,
  snapshotAgents: 2,
  snapshotRequests: 3,
  snapshotPoints: 4,
  snapshotEnd: 5,
  transaction: 6,
  /** The leader ended in order: everything before it was acknowledged. */
  closed: 7,
  snapshotDocuments: 8,
  historyHead: 16,
  historyPoints: 17,
  historyIndex: 18,
  historyEnd: 19,
} as const;

export type FrameType = (typeof frameTypes)[keyof typeof frameTypes];

/** Most frames of one write. */
export const batchLimit = 0xffff;

const magic = 0x3146_5357; // "WSF1"
const magicBytes = Buffer.from('WSF1', 'latin1');

/** What binds a frame to its file: bytes of another file, epoch or store do not validate. */
export interface Origin {
  readonly epoch: number;
  /** Never zero, different for each store: neither zeros nor a former store's blocks validate. */
  readonly seed: number;
}

export interface Frame {
  readonly type: number;
  readonly schema: number;
  readonly index: number;
  /** Index of the first frame of the same write: that write was durable as a whole or not known. */
  readonly batchStart: number;
  readonly start: number;
  readonly end: number;
  /** A view, not a copy. */
  readonly payload: Buffer;
}

export function seedOf(storeId: string): number {
  return (crc32(storeId) | 1) >>> 0;
}

export interface FrameBody {
  readonly type: FrameType;
  readonly payload: Buffer;
}

/** Where the first of some frames goes. */
export interface Position {
  readonly index: number;
  /** Index of the first frame that becomes durable together with these. */
  readonly batchStart: number;
}

/** Frames in a row, ready for the disk. */
export function encodeFrames(
  bodies: readonly FrameBody[],
  origin: Origin,
  position: Position,
): Buffer {
  const size = bodies.reduce((sum, body) => sum + headerBytes + body.payload.length, 0);
  const bytes = Buffer.allocUnsafe(size);
  let { index } = position;
  let offset = 0;
  for (const body of bodies) {
    const target = bytes.subarray(offset, offset + headerBytes + body.payload.length);
    writeFrame(target, body, origin, { index, batchStart: position.batchStart });
    offset += target.length;
    index += 1;
  }
  return bytes;
}

function writeFrame(target: Buffer, body: FrameBody, origin: Origin, position: Position): void {
  const before = position.index - position.batchStart;
  assert(body.payload.length <= payloadLimit, 'a frame is too long');
  assert(before <= batchLimit, 'too many frames in one write');
  target.writeUInt32LE(magic, 0);
  target.writeUInt32LE(body.payload.length, 4);
  target.writeUIntLE(origin.epoch, 8, 6);
  target.writeUInt8(body.type, 14);
  target.writeUInt8(schemaVersion, 15);
  target.writeUIntLE(position.index, 16, 6);
  target.writeUInt16LE(before, 22);
  body.payload.copy(target, headerBytes);
  target.writeUInt32LE(checksum(target, origin.seed), 24);
}

function checksum(frame: Buffer, seed: number): number {
  return crc32(frame.subarray(headerBytes), crc32(frame.subarray(0, 24), seed));
}

/**
 * The frame at `start`, or null when these bytes are not one of this origin.
 * @throws WatchstanderError UNAVAILABLE when a newer Watchstander wrote it.
 */
export function readFrame(bytes: Buffer, start: number, origin: Origin): Frame | null {
  if (start + headerBytes > bytes.length) return null;
  const end = frameEnd(bytes, start);
  if (end === start || end > bytes.length) return null;
  if (bytes.readUIntLE(start + 8, 6) !== origin.epoch) return null;
  const frame = bytes.subarray(start, end);
  if (frame.readUInt32LE(24) !== checksum(frame, origin.seed)) return null;
  const index = frame.readUIntLE(16, 6);
  const batchStart = index - frame.readUInt16LE(22);
  const schema = frame.readUInt8(15);
  if (schema > schemaVersion) throw newerStore(schema, schemaVersion);
  const payload = frame.subarray(headerBytes);
  return { type: frame.readUInt8(14), schema, index, batchStart, start, end, payload };
}

/** Where the frame at `start` ends by its header, which must be there; `start` when it is none. */
export function frameEnd(bytes: Buffer, start: number): number {
  const length = bytes.readUInt32LE(start + 4);
  const isFrame = bytes.readUInt32LE(start) === magic && length <= payloadLimit;
  return isFrame ? start + headerBytes + length : start;
}

/** The next valid frame at or behind `start`, wherever it begins. */
export function findFrame(bytes: Buffer, start: number, origin: Origin): Frame | null {
  let at = bytes.indexOf(magicBytes, start);
  while (at !== -1) {
    const frame = readFrame(bytes, at, origin);
    if (frame !== null) return frame;
    at = bytes.indexOf(magicBytes, at + 1);
  }
  return null;
}

export function newerStore(version: number, known: number): Error {
  return refusals.unusable(
    `The store was written by a newer Watchstander (its format is ${version}, this one knows ` +
      `up to ${known}); it was not touched.`,
    'Update Watchstander in this editor.',
  );
}

export function toPayload(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
