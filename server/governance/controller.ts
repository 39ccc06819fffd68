import { controller as constants, type ProfileRules } from './constants.ts';
import { clip } from './numbers.ts';

export interface Control {
  /** λ, 0.05..0.20: trouble lowers it, calm raises it. */
  readonly lambda1: number;
  /** z, −5..5. */
  readonly integral: number;
}

/** One tick of the proportional-integral controller of λ. */
export function control(
  old: Control,
  voidShare: number,
  coherence: number,
  integrate: ProfileRules['integrate'],
): Control {
  const voidError = constants.targetVoidShare - voidShare;
  const coherenceError = coherence - constants.targetCoherence;
  const limit = constants.integralLimit;
  const integral = clip(old.integral + constants.integralStep * voidError, -limit, limit);
  const error = constants.voidWeight * voidError + constants.coherenceWeight * coherenceError;
  const wanted = old.lambda1 + constants.proportional * error + constants.integral * integral;
  const lambda1 = clip(wanted, constants.lambdaMin, constants.lambdaMax);
  // Conditional integration: an integral that pushes λ over its limit is used once, not kept.
  const isKept = integrate === 'always' || lambda1 === wanted;
  return { lambda1, integral: isKept ? integral : old.integral };
}
