import { createHash } from 'node:crypto';
import type { Json } from '../../store/port.ts';

/** Same arguments, same digest: what a request id stands for. */
export function digestOf(given: Json): string {
  const text = JSON.stringify(given);
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
