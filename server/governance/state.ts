import { parameterCount, type GovernanceState } from '../../shared/model.ts';
import { initial, voidRule } from './constants.ts';
import { entry } from './numbers.ts';

/** The state of an agent before its first update. */
export function initialState(): GovernanceState {
  return {
    E: initial.E,
    I: initial.I,
    S: initial.S,
    V: initial.V,
    coherence: initial.coherence,
    lambda1: initial.lambda1,
    integral: initial.integral,
    time: 0,
    updates: 0,
    previous: null,
    window: new Float64Array(),
    smoothed_risk: initial.smoothedRisk,
    smoothed_coherence: initial.smoothedCoherence,
    baseline: initial.baseline,
  };
}

/** The vectors of a state in the making. */
export interface Vectors {
  readonly previous: Float64Array;
  readonly window: Float64Array;
}

/**
 * Room for the vectors of the state after one with this window. Two views of one piece of memory:
 * a vector of this size lives outside the heap, and to make one costs more than to fill it.
 */
export function makeVectors(window: Float64Array): Vectors {
  const kept = Math.min(window.length, voidRule.window - 1);
  const room = new Float64Array(parameterCount + kept + 1);
  return { previous: room.subarray(0, parameterCount), window: room.subarray(parameterCount) };
}

/** Fills `slid` with the newest values of `window` and `V` as the last one. */
export function slideWindow(slid: Float64Array, window: Float64Array, V: number): void {
  const kept = slid.length - 1;
  const gone = window.length - kept;
  for (let at = 0; at < kept; at += 1) slid[at] = entry(window, at + gone);
  slid[kept] = V;
}
