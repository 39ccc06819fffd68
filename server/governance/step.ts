import type { Doubles, GovernanceState, Verdict } from '../../shared/model.ts';
import { compareParameters } from './coherence.ts';
import { flow, profileRules } from './constants.ts';
import { control } from './controller.ts';
import { advance } from './dynamics.ts';
import { driftNorm, sanitiseParameters } from './parameters.ts';
import { assessRisk, type RiskInput } from './risk.ts';
import type { Settings } from './settings.ts';
import { makeVectors, slideWindow } from './state.ts';
import { judge } from './verdict.ts';
import { judgeVoid, voidShare } from './void.ts';

/** One report of an agent. Numbers may be anything; what is not finite is replaced. */
export interface StepInput extends RiskInput {
  /** Any length. */
  readonly parameters: Doubles;
  /** The first three count. */
  readonly ethical_drift: Doubles;
}

export interface Step {
  readonly state: GovernanceState;
  readonly verdict: Verdict;
}

/**
 * One update of one agent. Pure: same arguments, same result, bit for bit; `state` is not touched.
 * Nothing in the result is ever non-finite. Source: UNITARES governance monitor v1.0.3, changed in
 * the calibrated profile where `profileRules` says so.
 */
export function step(state: GovernanceState, input: StepInput, settings: Settings): Step {
  const rules = profileRules[settings.profile];
  const { previous, window } = makeVectors(state.window);
  sanitiseParameters(previous, input.parameters);
  const { change, coherence } = compareParameters(previous, state.previous);
  const drive = { change, coherence, drift: driftNorm(input.ethical_drift) };
  const { E, I, S, V } = advance(state, drive, rules.flow);
  const updates = state.updates + 1;
  slideWindow(window, state.window, V);
  const voidState = judgeVoid(window);
  const isControlled = updates % rules.controlEvery === 0;
  const { lambda1, integral } = isControlled
    ? control(state, voidShare(window, voidState.threshold), coherence, rules.integrate)
    : state;
  const risk = assessRisk(input, drive, state);
  const { smoothing } = settings.health;
  const next: GovernanceState = {
    E,
    I,
    S,
    V,
    coherence,
    lambda1,
    integral,
    time: state.time + flow.h,
    updates,
    previous,
    window,
    // Kept in both profiles, so that a change of profile meets a warm state.
    smoothed_risk: smooth(state.smoothed_risk, risk.relative, smoothing),
    smoothed_coherence: smooth(state.smoothed_coherence, coherence, smoothing),
    baseline: risk.baseline,
  };
  return { state: next, verdict: judge(next, { risk, voidState }, settings) };
}

function smooth(old: number, value: number, weight: number): number {
  return old + weight * (value - old);
}
