import type { CheckInResult, Reason } from './model.ts';
import type { Method } from './protocol.ts';

/**
 * Numbers that travel or are kept as one text, base64 of little-endian doubles: exact, and several
 * times cheaper than decimal digits. A check-in and its answer have 150 of them, and to print and to
 * read these cost more than all the rest. How doubles become base64 is up to the host: this room knows
 * none.
 */

/** What brings the parameters of a check-in, and is answered with what it came to. */
export const packedMethods: readonly Method[] = ['watchstander/checkIn', 'watchstander/simulate'];

/** What is left of a reason without its numbers, and how many it has: 2 without a threshold, 3 with. */
export type PackedReason = readonly [name: string, numbers: 2 | 3];

/** Appends the numbers of some reasons to `numbers`. */
export function packReasons(
  reasons: readonly Reason[],
  numbers: number[],
): readonly PackedReason[] {
  return reasons.map(({ name, value, share, threshold }) => {
    numbers.push(value, share);
    if (threshold === null) return [name, 2];
    numbers.push(threshold);
    return [name, 3];
  });
}

/** The reasons whose numbers begin at `start`. */
export function unpackReasons(
  packed: readonly PackedReason[],
  numbers: Float64Array,
  start: number,
): Reason[] {
  let at = start;
  const next = (): number => numbers[at++] ?? 0;
  return packed.map(([name, count]) => {
    const [value, share] = [next(), next()];
    return { name, value, share, threshold: count === 3 ? next() : null };
  });
}

/** The answer to a check-in as it travels. */
export interface PackedResult extends Pick<
  CheckInResult,
  'agent_id' | 'version' | 'status' | 'decision' | 'timestamp' | 'warnings'
> {
  readonly health_message: string;
  readonly void_active: boolean;
  readonly reasons: readonly PackedReason[];
  readonly numbers: string;
}

const numbersBeforeReasons = 14;

export function packResult(
  result: CheckInResult,
  encode: (numbers: readonly number[]) => string,
): PackedResult {
  const { metrics: m, sampling_params: s, success: _, ...rest } = result;
  const { E, I, S, V, coherence, lambda1, risk_score, risk_raw, time, updates } = m;
  const numbers = [E, I, S, V, coherence, lambda1, risk_score, risk_raw, time, updates];
  numbers.push(s.temperature, s.top_p, s.max_tokens, s.lambda1);
  const { health_message, void_active } = m;
  const reasons = packReasons(m.reasons, numbers);
  return { ...rest, health_message, void_active, reasons, numbers: encode(numbers) };
}

export function unpackResult(
  packed: PackedResult,
  decode: (text: string) => Float64Array,
): CheckInResult {
  const { health_message, void_active, reasons, numbers: text, ...rest } = packed;
  const numbers = decode(text);
  const [E = 0, I = 0, S = 0, V = 0, coherence = 0, lambda1 = 0] = numbers;
  const [risk_score = 0, risk_raw = 0, time = 0, updates = 0] = numbers.subarray(6);
  const [temperature = 0, top_p = 0, max_tokens = 0, sampled = 0] = numbers.subarray(10);
  const { agent_id, version, status, decision, timestamp, warnings } = rest;
  return {
    success: true,
    agent_id,
    version,
    status,
    decision,
    metrics: {
      ...{ E, I, S, V, coherence, lambda1, risk_score, risk_raw, void_active, time, updates },
      health_status: status,
      health_message,
      reasons: unpackReasons(reasons, numbers, numbersBeforeReasons),
    },
    sampling_params: { temperature, top_p, max_tokens, lambda1: sampled },
    timestamp,
    ...(warnings === undefined ? {} : { warnings }),
  };
}
