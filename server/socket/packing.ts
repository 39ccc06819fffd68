import { Buffer } from 'node:buffer';
import { packedMethods, packResult } from '../../shared/packing.ts';
import type { CheckInResult } from '../../shared/model.ts';
import type { Method } from '../../shared/protocol.ts';

const doubleBytes = 8;

/**
 * The params of a request as the door expects them: `parameters` may travel packed. What is a text but
 * no vector stays what it is, for the door to refuse.
 */
export function unpackParams(params: unknown): unknown {
  if (typeof params !== 'object' || params === null || !('parameters' in params)) return params;
  const { parameters } = params;
  const doubles = typeof parameters === 'string' ? unpackDoubles(parameters) : null;
  return doubles === null ? params : { ...params, parameters: doubles };
}

/** What a handler answered, as it travels. */
export function packAnswer(method: string, answer: unknown): unknown {
  if (!packedMethods.includes(method as Method)) return answer;
  return packResult(answer as CheckInResult, packDoubles);
}

/** Null when the text is not the base64 of whole doubles. */
function unpackDoubles(text: string): Float64Array | null {
  const bytes = Buffer.from(text, 'base64');
  // Node skips what is not base64: then there are fewer bytes than the text stands for.
  const isWhole = text.length % 4 === 0 && bytes.length === Buffer.byteLength(text, 'base64');
  if (!isWhole || bytes.length % doubleBytes !== 0) return null;
  const { buffer, byteOffset, length } = bytes;
  if (byteOffset % doubleBytes === 0) {
    return new Float64Array(buffer, byteOffset, length / doubleBytes);
  }
  return new Float64Array(buffer.slice(byteOffset, byteOffset + length));
}

function packDoubles(numbers: readonly number[]): string {
  return Buffer.from(Float64Array.from(numbers).buffer).toString('base64');
}
