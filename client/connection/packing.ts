import { Buffer } from 'node:buffer';
import { packedMethods, unpackResult, type PackedResult } from '../../shared/packing.ts';
import type { Method } from '../../shared/protocol.ts';

/** The params of a request as they travel. */
export function packParams(method: Method, params: unknown): unknown {
  if (!packedMethods.includes(method)) return params;
  const { parameters, ...rest } = params as { readonly parameters: readonly number[] };
  return { ...rest, parameters: packDoubles(parameters) };
}

/** What the sidecar answered, as it was before it travelled. */
export function unpackAnswer(method: Method, answer: unknown): unknown {
  if (!packedMethods.includes(method)) return answer;
  return unpackResult(answer as PackedResult, unpackDoubles);
}

/** All platforms that Node runs on here are little-endian. */
function packDoubles(numbers: readonly number[]): string {
  return Buffer.from(Float64Array.from(numbers).buffer).toString('base64');
}

function unpackDoubles(text: string): Float64Array {
  const bytes = Buffer.from(text, 'base64');
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}
