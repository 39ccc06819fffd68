import { coherence as constants } from './constants.ts';
import { clip, entry, sumInLanes, terms } from './numbers.ts';

export interface ParameterChange {
  /** D: mean squared change of the parameters, ≥ 0, finite. */
  readonly change: number;
  /** C, 0..1. */
  readonly coherence: number;
}

/** How far the parameters moved since the previous update; none have before the first. */
export function compareParameters(
  current: Float64Array,
  previous: Float64Array | null,
): ParameterChange {
  if (previous === null) return { change: 0, coherence: 1 };
  const count = current.length;
  for (let at = 0; at < count; at += 1) {
    const difference = entry(current, at) - entry(previous, at);
    terms[at] = difference * difference;
  }
  const change = sumInLanes(terms, count) / count;
  if (!Number.isFinite(change)) return { change: 0, coherence: constants.whenNotFinite };
  return { change, coherence: clip(Math.exp(-Math.sqrt(change) / constants.scale), 0, 1) };
}
