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
    window: [],
    smoothed_risk: initial.smoothedRisk,
    smoothed_coherence: initial.smoothedCoherence,
    baseline: initial.baseline,
  };
}

/** A new window with `V` as its last value; the oldest goes when it is full. */
export function slideWindow(window: readonly number[], V: number): number[] {
  const slid = window.slice(Math.max(0, window.length + 1 - voidRule.window));
  slid.push(V);
  return slid;
}
