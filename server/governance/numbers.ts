import { parameterCount } from '../../shared/model.ts';

/** `value` within [low, high]; ±∞ go to the ends. `value` must not be NaN. */
export function clip(value: number, low: number, high: number): number {
  if (value < low) return low;
  return value > high ? high : value;
}

/** The number at this place of a vector; vectors are padded with zeros. */
export function entry(values: Float64Array | readonly number[], at: number): number {
  return values[at] ?? 0;
}

/**
 * Room for the terms of one sum, written and summed within one call and never kept. Made once: a
 * vector of this size lives outside the heap, and to make one costs more than to sum it.
 */
export const terms = new Float64Array(parameterCount);

/**
 * Sum of the first `count` in eight lanes, the order of additions of the reference model's numerics
 * (numpy's pairwise sum, at most 128 values): with it the two differ by one ulp of exp or tanh at
 * most.
 */
export function sumInLanes(values: Float64Array, count: number): number {
  const lanesEnd = count - (count % 8);
  let total = 0;
  if (lanesEnd > 0) total = sumLanes(values, lanesEnd);
  for (let at = lanesEnd; at < count; at += 1) total += entry(values, at);
  return total;
}

function sumLanes(values: Float64Array, end: number): number {
  let [r0, r1, r2, r3, r4, r5, r6, r7] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let at = 0; at < end; at += 8) {
    r0 += entry(values, at);
    r1 += entry(values, at + 1);
    r2 += entry(values, at + 2);
    r3 += entry(values, at + 3);
    r4 += entry(values, at + 4);
    r5 += entry(values, at + 5);
    r6 += entry(values, at + 6);
    r7 += entry(values, at + 7);
  }
  return r0 + r1 + (r2 + r3) + (r4 + r5 + (r6 + r7));
}

/** "0.00" to "2.00": what nearly every figure in a sentence is. Made once, as each costs a division of its own. */
const hundredths = Array.from({ length: 201 }, (_, count) => (count / 100).toFixed(2));

/** For sentences: two decimals, rounded down so that 0.599 never reads as having reached 0.60. */
export function showFigure(value: number): string {
  const count = Math.floor(value * 100 + 1e-9);
  return hundredths[count] ?? (count / 100).toFixed(2);
}
