import assert from 'node:assert/strict';
import type { GovernanceState } from '../../../shared/model.ts';
import { decodeOne, decodeVector, encodeVector } from './vectors.ts';

/** How many values of V the model looks back on. */
export const windowLength = 100;

/** A state in the log, in vectors; no `window`: the one before, slid by V. */
export interface StoredState {
  readonly numbers: string;
  readonly previous: string | null;
  readonly window?: string;
}

/** `before` is the window of the state that this one follows, if there is one. */
export function storeState(state: GovernanceState, before: Float64Array | undefined): StoredState {
  const { E, I, S, V, coherence, lambda1, integral, time, updates, previous, window } = state;
  const { smoothed_risk, smoothed_coherence, baseline } = state;
  const numbers = [E, I, S, V, coherence, lambda1, integral, time, updates];
  numbers.push(smoothed_risk, smoothed_coherence, baseline);
  const stored = {
    numbers: encodeVector(numbers),
    previous: previous === null ? null : encodeVector(previous),
  };
  return isSlid(window, before, V) ? stored : { ...stored, window: encodeVector(window) };
}

const placeOfV = 3;
const placeOfTime = 7;

/** `window` is what `windowAfter` says. */
export function restoreState(stored: StoredState, window: Float64Array): GovernanceState {
  const numbers = decodeVector(stored.numbers);
  const [E = 0, I = 0, S = 0, V = 0, coherence = 0, lambda1 = 0] = numbers;
  const [integral = 0, time = 0, updates = 0] = numbers.subarray(6);
  const [smoothed_risk = 0, smoothed_coherence = 0, baseline = 0] = numbers.subarray(9);
  const previous = stored.previous === null ? null : decodeVector(stored.previous);
  return {
    ...{ E, I, S, V, coherence, lambda1, integral, time, updates },
    ...{ previous, window, smoothed_risk, smoothed_coherence, baseline },
  };
}

/** The window of a stored state: its own, or the one before, slid by V. */
export function windowAfter(stored: StoredState, before: Float64Array | undefined): Float64Array {
  if (stored.window !== undefined) return decodeVector(stored.window);
  assert(before !== undefined, 'a state builds on one that is not there');
  const window = new Float64Array(Math.min(windowLength, before.length + 1));
  const last = window.length - 1;
  if (last > 0) window.set(before.subarray(-last));
  window[last] = storedV(stored);
  return window;
}

export function storedV({ numbers }: StoredState): number {
  return decodeOne(numbers, placeOfV);
}

export function storedTime({ numbers }: StoredState): number {
  return decodeOne(numbers, placeOfTime);
}

function isSlid(window: Float64Array, before: Float64Array | undefined, V: number): boolean {
  if (before === undefined || window.length !== Math.min(windowLength, before.length + 1)) {
    return false;
  }
  const dropped = before.length + 1 - window.length;
  const last = window.length - 1;
  for (let at = 0; at < last; at += 1) {
    if (!Object.is(window[at], before[at + dropped])) return false;
  }
  return Object.is(window[last], V);
}
