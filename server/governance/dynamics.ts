import { flow, initial, type FlowRules } from './constants.ts';
import { clip } from './numbers.ts';

/** Energy, integrity, entropy (0..1 each) and void. */
export interface Flow {
  readonly E: number;
  readonly I: number;
  readonly S: number;
  readonly V: number;
}

/** What moves them in one update. */
export interface Drive {
  /** D, ≥ 0. */
  readonly change: number;
  /** C of this update, 0..1. */
  readonly coherence: number;
  /** ‖η‖, 0..√3. */
  readonly drift: number;
}

/** One explicit Euler step: every right-hand side is taken from the old values and the old λ. */
export function advance(
  old: Flow & { readonly lambda1: number },
  drive: Drive,
  rules: FlowRules,
): Flow {
  const { E, I, S, V, lambda1 } = old;
  const D = drive.change + rules.changePerDriftSquared * drive.drift * drive.drift;
  const phi = (flow.coherenceMax / 2) * (1 + Math.tanh(V));
  const dE = flow.alpha * (I - E) - flow.betaE * E * S + lambda1 * E * D;
  const gain = (rules.gain + rules.gainPerI * I) * phi;
  const loss = rules.gammaI * I * (1 - rules.lossCurvature * I);
  const dI = -flow.k * S + gain - loss;
  const dS = -flow.mu * (S - entropyTarget(drive, rules)) + lambda1 * D - flow.lambda2 * phi;
  const dV = flow.kappa * (E - I) - flow.delta * V;
  return {
    E: settleShare(E + flow.h * dE, initial.E),
    I: settleShare(I + flow.h * dI, initial.I),
    S: settleShare(S + flow.h * dS, initial.S),
    V: settleVoid(V + flow.h * dV, rules.voidLimit),
  };
}

function entropyTarget(drive: Drive, rules: FlowRules): number {
  const target =
    rules.entropyRest +
    rules.entropyPerIncoherence * (1 - drive.coherence) +
    rules.entropyPerDrift * drive.drift;
  return Math.min(1, target);
}

function settleShare(value: number, whenNaN: number): number {
  return Number.isNaN(value) ? whenNaN : clip(value, 0, 1);
}

function settleVoid(value: number, limit: number): number {
  if (Number.isNaN(value)) return 0;
  return Number.isFinite(value) ? clip(value, -limit, limit) : Math.sign(value);
}
