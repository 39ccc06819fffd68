import { voidRule } from './constants.ts';
import { clip, entry, sumInLanes, terms } from './numbers.ts';

export interface VoidState {
  /** |V| over which the agent is in the void. */
  readonly threshold: number;
  readonly active: boolean;
}

/** Judges the last value of the window against what is usual in it. The window is not empty. */
export function judgeVoid(window: Float64Array): VoidState {
  const threshold = voidThreshold(window);
  return { threshold, active: Math.abs(entry(window, window.length - 1)) > threshold };
}

/** Mean plus two population standard deviations of |V|, within limits. */
function voidThreshold(window: Float64Array): number {
  const count = window.length;
  if (count < voidRule.minimumSamples) return voidRule.start;
  for (let at = 0; at < count; at += 1) terms[at] = Math.abs(entry(window, at));
  const mean = sumInLanes(terms, count) / count;
  for (let at = 0; at < count; at += 1) {
    const deviation = entry(terms, at) - mean;
    terms[at] = deviation * deviation;
  }
  const deviation = Math.sqrt(sumInLanes(terms, count) / count);
  return clip(mean + voidRule.deviations * deviation, voidRule.min, voidRule.max);
}

/** Share of the window over the threshold, 0..1; 0 while there are too few values to tell. */
export function voidShare(window: Float64Array, threshold: number): number {
  if (window.length < voidRule.minimumSamples) return 0;
  let over = 0;
  for (const V of window) if (Math.abs(V) > threshold) over += 1;
  return over / window.length;
}
