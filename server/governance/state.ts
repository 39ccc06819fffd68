import type { GovernanceState } from '../../shared/model.ts';
import { initial, voidRule } from './constants.ts';

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

/** A new window with `V` as its last value; the oldest goes when it is full. */
export function slideWindow(window: Float64Array, V: number): Float64Array {
  const kept = Math.min(window.length, voidRule.window - 1);
  const slid = new Float64Array(kept + 1);
  slid.set(window.subarray(window.length - kept));
  slid[kept] = V;
  return slid;
}
