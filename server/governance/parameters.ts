import { parameterCount } from '../../shared/model.ts';
import { entry } from './numbers.ts';

/**
 * 128 finite doubles: shorter vectors are padded with zeros, longer ones cut, what is not finite
 * becomes 0. −0 becomes 0 too, so that a state written as JSON comes back bit for bit.
 */
export function sanitiseParameters(values: readonly number[]): Float64Array {
  const sanitised = new Float64Array(parameterCount);
  for (let at = 0; at < parameterCount; at += 1) {
    const value = entry(values, at);
    if (Number.isFinite(value)) sanitised[at] = value + 0;
  }
  return sanitised;
}

const driftDimensions = 3;

/** ‖η‖₂ of the first three components, 0..√3: each is clipped to [−1, 1], 0 where it is not finite. */
export function driftNorm(drift: readonly number[]): number {
  let squares = 0;
  for (let at = 0; at < driftDimensions; at += 1) {
    const value = entry(drift, at);
    if (Number.isFinite(value)) squares += Math.min(1, value * value);
  }
  return Math.sqrt(squares);
}
