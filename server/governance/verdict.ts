import type { GovernanceState, Verdict } from '../../shared/model.ts';
import { profileRules } from './constants.ts';
import { adviseSampling, decide } from './decision.ts';
import { judgeHealth } from './health.ts';
import { describeHealth, explain } from './reasons.ts';
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
  const risen = risk[rules.risk];
  const isSmoothed = rules.judge === 'smoothed';
  const judged = {
    risk: isSmoothed ? state.smoothed_risk : risen,
    coherence: isSmoothed ? state.smoothed_coherence : state.coherence,
    void: Math.abs(state.V),
  };
  const judgement = judgeHealth(judged, voidState, settings.health, rules.health);
  const reasons = explain(judged, findings, settings);
  return {
    decision: decide(risen, state.coherence, voidState),
    health: judgement.health,
    health_message: describeHealth(judgement, judged, reasons, settings.health),
    reasons,
    risk_score: judged.risk,
    risk_raw: risk.absolute,
    void_active: voidState.active,
    void_threshold: voidState.threshold,
    sampling: adviseSampling(state.lambda1),
  };
}
