import type { GovernanceState, Health, Verdict } from '../../shared/model.ts';
import { profileRules } from './constants.ts';
import { adviseSampling, decide } from './decision.ts';
import { judgeHealth, type Judged } from './health.ts';
import { describeHealth, explain, partsOf, type Explained } from './reasons.ts';
import type { Risk } from './risk.ts';
import type { Settings } from './settings.ts';
import type { VoidState } from './void.ts';

export interface Findings {
  readonly risk: Risk;
  readonly voidState: VoidState;
}

/** What is said about an agent in its new state. */
export function judge(state: GovernanceState, findings: Findings, settings: Settings): Verdict {
  const rules = profileRules[settings.profile];
  const { risk, voidState } = findings;
  const isSmoothed = rules.judge === 'smoothed';
  const judged = {
    risk: isSmoothed ? state.smoothed_risk : risk[rules.risk],
    coherence: isSmoothed ? state.smoothed_coherence : state.coherence,
    void: Math.abs(state.V),
  };
  const parts = partsOf(risk, rules.risk);
  return {
    decision: decide(risk[rules.risk], state.coherence, voidState),
    ...sayHealth(judged, { parts, voidState }, settings),
    risk_score: judged.risk,
    risk_raw: risk.absolute,
    void_active: voidState.active,
    void_threshold: voidState.threshold,
    sampling: adviseSampling(state.lambda1),
  };
}

/**
 * The same verdict under the thresholds of now. What was judged stays, and so does what the agent was
 * answered: another profile or smoothing counts from its next update on.
 * Invariant: by the settings it was made with, a verdict comes out as it is.
 */
export function judgeAgain(verdict: Verdict, settings: Settings): Verdict {
  const parts = verdict.reasons.filter(({ share }) => share > 0);
  const found = { parts, voidState: voidStateOf(verdict) };
  return { ...verdict, ...sayHealth(judgedIn(verdict), found, settings) };
}

/** Its health alone. */
export function healthAgain(verdict: Verdict, settings: Settings): Health {
  const { health: rule } = profileRules[settings.profile];
  return judgeHealth(judgedIn(verdict), voidStateOf(verdict), settings.health, rule).health;
}

function sayHealth(
  judged: Judged,
  found: Explained,
  settings: Settings,
): Pick<Verdict, 'health' | 'health_message' | 'reasons'> {
  const { health: bounds, profile } = settings;
  const judgement = judgeHealth(judged, found.voidState, bounds, profileRules[profile].health);
  const reasons = explain(judged, found, bounds);
  const health_message = describeHealth(judgement, judged, reasons, bounds);
  return { health: judgement.health, health_message, reasons };
}

/** What it was judged by; each verdict names all three. */
function judgedIn({ reasons }: Verdict): Judged {
  const judged = { risk: 0, coherence: 1, void: 0 };
  for (const { name, value, share } of reasons) {
    if (share === 0 && (name === 'risk' || name === 'coherence' || name === 'void')) {
      judged[name] = value;
    }
  }
  return judged;
}

function voidStateOf(verdict: Verdict): VoidState {
  return { threshold: verdict.void_threshold, active: verdict.void_active };
}
