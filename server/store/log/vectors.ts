import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';

/**
 * Vectors as base64 of little-endian doubles: exact, and several times faster to read than decimal
 * JSON. All platforms that Node runs on here are little-endian. Nothing that is not finite gets
 * through: the log has no way to say it.
 */

const roomLength = 256;
/** Written and read within one call: a vector of this size lives outside the heap, made anew it costs. */
const room = new Float64Array(roomLength);
const roomBytes = Buffer.from(room.buffer);
const doubleBytes = 8;

export function encodeVector(numbers: ArrayLike<number>): string {
  const { length } = numbers;
  const isShort = length <= roomLength;
  const doubles = isShort ? room : new Float64Array(length);
  for (let at = 0; at < length; at += 1) {
    const number = numbers[at] ?? NaN;
    assert(Number.isFinite(number), 'a number is not finite');
    doubles[at] = number;
  }
  const bytes = isShort ? roomBytes : Buffer.from(doubles.buffer);
  return bytes.toString('base64', 0, length * doubleBytes);
}

export function decodeVector(text: string): Float64Array {
  const bytes = Buffer.from(text, 'base64');
  assert(bytes.length % doubleBytes === 0, 'a vector is not made of doubles');
  const doubles = new Float64Array(bytes.length / doubleBytes);
  bytes.copy(new Uint8Array(doubles.buffer));
  return doubles;
}

/** One number of a vector without the others. */
export function decodeOne(text: string, at: number): number {
  const start = at * doubleBytes;
  const firstGroup = Math.floor(start / 3);
  const groups = text.slice(firstGroup * 4, Math.ceil((start + doubleBytes) / 3) * 4);
  return Buffer.from(groups, 'base64').readDoubleLE(start - firstGroup * 3);
}
