import { healthStates, type Health } from '../../shared/model.ts';
import type { ProfileRules } from './constants.ts';
import type { Bounds, HealthSettings } from './settings.ts';
import type { VoidState } from './void.ts';

/** What health is judged by: smoothed in the calibrated profile, of this update in the reference. */
export interface Judged {
  readonly risk: number;
  readonly coherence: number;
  /** |V|. */
  readonly void: number;
}

export interface HealthJudgement {
  readonly health: Health;
  /** The health that each signal alone would give. */
  readonly risk: Health;
  readonly coherence: Health;
  readonly void: Health;
}

export function judgeHealth(
  judged: Judged,
  voidState: VoidState,
  settings: HealthSettings,
  rule: ProfileRules['health'],
): HealthJudgement {
  const risk = classifyRisk(judged.risk, settings.risk);
  const coherence = classifyCoherence(judged.coherence, settings.coherence);
  const inVoid = voidState.active ? settings.void : 'healthy';
  const isRiskAlone = rule === 'risk-first' && risk !== 'healthy';
  const signals = isRiskAlone ? risk : worse(risk, coherence);
  return { health: worse(signals, inVoid), risk, coherence, void: inVoid };
}

function classifyRisk(risk: number, bounds: Bounds): Health {
  if (risk >= bounds.degraded) return 'critical';
  return risk >= bounds.healthy ? 'degraded' : 'healthy';
}

function classifyCoherence(coherence: number, bounds: Bounds): Health {
  if (coherence < bounds.degraded) return 'critical';
  return coherence < bounds.healthy ? 'degraded' : 'healthy';
}

function worse(one: Health, other: Health): Health {
  return healthStates.indexOf(one) < healthStates.indexOf(other) ? other : one;
}
