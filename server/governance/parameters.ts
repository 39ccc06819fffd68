import type { Doubles } from '../../shared/model.ts';
import { entry } from './numbers.ts';

/**
 * Fills `sanitised`, 128 zeros, with finite doubles: shorter vectors stay padded with zeros, longer
 * ones are cut, what is not finite becomes 0. −0 becomes 0 too, so that a state written as JSON
 * comes back bit for bit.
 */
export function sanitiseParameters(sanitised: Float64Array, values: Doubles): void {
  const count = Math.min(values.length, sanitised.length);
  for (let at = 0; at < count; at += 1) {
    const value = entry(values, at);
    if (Number.isFinite(value)) sanitised[at] = value + 0;
  }
}

const driftDimensions = 3;

/** ‖η‖₂ of the first three components, 0..√3: each is clipped to [−1, 1], 0 where it is not finite. */
export function driftNorm(drift: Doubles): number {
  let squares = 0;
  for (let at = 0; at < driftDimensions; at += 1) {
    const value = entry(drift, at);
    if (Number.isFinite(value)) squares += Math.min(1, value * value);
  }
  return Math.sqrt(squares);
}
