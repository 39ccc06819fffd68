import { packReasons, unpackReasons, type PackedReason } from '../../../shared/packing.ts';
import type { Verdict } from '../../../shared/model.ts';
import { decodeVector, encodeVector } from './vectors.ts';

/** A verdict in the log: what people read as it is, its numbers as one vector. */
export interface StoredVerdict extends Pick<
  Verdict,
  'decision' | 'health' | 'health_message' | 'void_active'
> {
  readonly reasons: readonly PackedReason[];
  readonly numbers: string;
}

const numbersBeforeReasons = 7;

export function storeVerdict(verdict: Verdict): StoredVerdict {
  const { decision, health, health_message, void_active, risk_score, risk_raw } = verdict;
  const { temperature, top_p, max_tokens, lambda1 } = verdict.sampling;
  const numbers = [risk_score, risk_raw, verdict.void_threshold];
  numbers.push(temperature, top_p, max_tokens, lambda1);
  const reasons = packReasons(verdict.reasons, numbers);
  return { decision, health, health_message, void_active, reasons, numbers: encodeVector(numbers) };
}

export function restoreVerdict(stored: StoredVerdict): Verdict {
  const { decision, health, health_message, void_active } = stored;
  const numbers = decodeVector(stored.numbers);
  const [risk_score = 0, risk_raw = 0, void_threshold = 0] = numbers;
  const [temperature = 0, top_p = 0, max_tokens = 0, lambda1 = 0] = numbers.subarray(3);
  return {
    decision,
    health,
    health_message,
    reasons: unpackReasons(stored.reasons, numbers, numbersBeforeReasons),
    risk_score,
    risk_raw,
    void_active,
    void_threshold,
    sampling: { temperature, top_p, max_tokens, lambda1 },
  };
}
