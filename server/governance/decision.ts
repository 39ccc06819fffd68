import type { Decision, SamplingParams } from '../../shared/model.ts';
import { decision as limits, sampling } from './constants.ts';
import { showFigure } from './numbers.ts';
import type { VoidState } from './void.ts';

/** What to do with the update; the first rule that matches. */
export function decide(risk: number, coherence: number, voidState: VoidState): Decision {
  if (voidState.active) return reject('in the void');
  if (coherence < limits.coherenceFloor) {
    return reject(
      `coherence ${showFigure(coherence)} is under ${showFigure(limits.coherenceFloor)}`,
    );
  }
  const figure = `risk ${showFigure(risk)}`;
  if (risk < limits.approve) {
    const reason = `${figure} is under ${showFigure(limits.approve)}`;
    return { action: 'approve', reason, require_human: false };
  }
  if (risk < limits.revise) {
    const reason = `${figure} is under ${showFigure(limits.revise)}`;
    return { action: 'revise', reason, require_human: false };
  }
  return reject(`${figure} reached ${showFigure(limits.revise)}`);
}

function reject(reason: string): Decision {
  return { action: 'reject', reason, require_human: true };
}

/** How boldly the agent may sample at this λ. */
export function adviseSampling(lambda1: number): SamplingParams {
  return {
    temperature: sampling.temperature + sampling.temperaturePerLambda * lambda1,
    top_p: sampling.topP + sampling.topPPerLambda * lambda1,
    max_tokens: Math.trunc(sampling.maxTokens + sampling.maxTokensPerLambda * lambda1),
    lambda1,
  };
}
