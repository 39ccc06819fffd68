import { counts, type FinishedCall, type LoopState } from './loops.ts';

/**
 * The parameters of a check-in that is measured and not reported: seven features of a session's
 * tool calls, each 0..1. Their change from call to call is what coherence is made of.
 */

export interface MeasuredCall extends FinishedCall {
  /** When it ended; ms on any clock that does not run backwards. */
  readonly atMs: number;
  /** It ran a command in a shell. */
  readonly isCommand: boolean;
  /** Length of its result; characters, ≥ 0. */
  readonly outputLength: number;
}

export interface FeatureState {
  /** Calls that count. */
  readonly calls: number;
  /** When a call last brought something new; null before the first call. */
  readonly progressAtMs: number | null;
  /** Smoothed, in the order of `featureNames`. */
  readonly values: readonly number[];
}

export const featureNames = [
  'calls',
  'failures',
  'repeats',
  'edits',
  'failing commands',
  'time since progress',
  'output size',
] as const;

export const scales = {
  /** Weight of the newest value; 0..1. */
  smoothing: 0.2,
  /** Calls at which that feature is 1/2. */
  callsMiddle: 50,
  /** Time without anything new at which that feature is 1/2; ms. */
  progressMiddleMs: 300_000,
  /** Result length from which that feature is 1; characters, on a logarithmic scale. */
  outputFull: 100_000,
  /** Earlier calls like this one among the last five, at which that feature is 1. */
  repeatsFull: 4,
} as const;

/** Measured behaviour has no opinion on ethical drift: only an agent can report that. */
export const measuredDrift: readonly number[] = [0, 0, 0];

export const initialFeatures: FeatureState = {
  calls: 0,
  progressAtMs: null,
  values: featureNames.map(() => 0),
};

/** The state after one more call. Pure. @param loop the state of the rules after the same call. */
export function addCall(state: FeatureState, call: MeasuredCall, loop: LoopState): FeatureState {
  if (!counts(call)) return state;
  const calls = state.calls + 1;
  const hasProgress = loop.facts.nothingNewRun === 0 || state.progressAtMs === null;
  // Shown as it was when the call ended, so that a long wait is seen even if it brought news.
  const waitedMs = Math.max(0, call.atMs - (state.progressAtMs ?? call.atMs));
  const failed = call.outcome === 'failed';
  const newest: Record<(typeof featureNames)[number], number | null> = {
    calls: saturate(calls, scales.callsMiddle),
    failures: failed ? 1 : 0,
    repeats: loop.repeats / scales.repeatsFull,
    edits: call.isEdit && !failed ? 1 : 0,
    // A share of commands: other calls leave it as it is.
    'failing commands': call.isCommand ? Number(failed) : null,
    'time since progress': saturate(waitedMs, scales.progressMiddleMs),
    'output size': Math.min(1, Math.log1p(call.outputLength) / Math.log1p(scales.outputFull)),
  };
  return {
    calls,
    progressAtMs: hasProgress ? call.atMs : state.progressAtMs,
    values: featureNames.map((name, at) => smooth(state.values[at] ?? 0, newest[name])),
  };
}

/** 0 at 0, 1/2 at `middle`, below 1 for ever. */
function saturate(value: number, middle: number): number {
  return value / (value + middle);
}

function smooth(old: number, value: number | null): number {
  return value === null ? old : old + scales.smoothing * (value - old);
}
