import type { TextMeasure } from '../../shared/model.ts';
import { learning, risk as weights } from './constants.ts';
import { clip } from './numbers.ts';

export type Behaviour = keyof typeof weights.behaviour;

export interface RiskInput {
  readonly text: TextMeasure;
  /** 0..1, any number is taken; 0.5 when absent. */
  readonly complexity?: number;
  /** What hooks measured; none when absent. */
  readonly behaviour?: Behaviour;
}

export interface RiskMemory {
  /** The agent's normal exposure before this update. */
  readonly baseline: number;
  /** Updates before this one. */
  readonly updates: number;
}

/** The risk of one update and its parts; all 0..1, parts are weighted already. */
export interface Risk {
  readonly length: number;
  readonly complexity: number;
  readonly incoherence: number;
  readonly keywords: number;
  readonly drift: number;
  readonly behaviour: number;
  readonly behaviourKind: Behaviour;
  /** Exposure (length and complexity) above the agent's own normal. */
  readonly excess: number;
  /** The reference formula: the size of a task counts as risk. */
  readonly absolute: number;
  /** Evidence plus excess. */
  readonly relative: number;
  /** The agent's normal exposure, this update learned. */
  readonly baseline: number;
}

/** @param drive C (0..1) and ‖η‖ (0..√3) of this update. */
export function assessRisk(
  input: RiskInput,
  drive: { readonly coherence: number; readonly drift: number },
  memory: RiskMemory,
): Risk {
  const length = weights.length * logistic(orElse(input.text.code_points, 0));
  const complexity = weights.complexity * shareOfComplexity(input.complexity);
  const incoherence = weights.incoherence * (1 - drive.coherence);
  const keywords = weights.keywords * keywordShare(input.text.keyword_hits);
  const drift = Math.min(drive.drift, weights.driftMax);
  const behaviourKind = input.behaviour ?? 'none';
  const behaviour = weights.behaviour[behaviourKind];
  const exposure = length + complexity;
  const evidence = incoherence + keywords + drift + behaviour;
  const excess = Math.max(0, exposure - memory.baseline);
  return {
    length,
    complexity,
    incoherence,
    keywords,
    drift,
    behaviour,
    behaviourKind,
    excess,
    absolute: clip(length + complexity + incoherence + keywords, 0, 1),
    relative: clip(evidence + excess, 0, 1),
    baseline: evidence < learning.evidenceMax ? learn(memory, exposure) : memory.baseline,
  };
}

function learn({ baseline, updates }: RiskMemory, exposure: number): number {
  // The count after this update plus one: early updates weigh more.
  const rate = Math.max(learning.rateMin, 1 / (updates + 2));
  return clip(baseline + rate * (exposure - baseline), learning.min, learning.max);
}

function logistic(codePoints: number): number {
  return 1 / (1 + Math.exp(-(codePoints - weights.lengthMidpoint) / weights.lengthSlope));
}

function shareOfComplexity(complexity: number | undefined): number {
  return clip(orElse(complexity ?? NaN, weights.defaultComplexity), 0, 1);
}

function keywordShare(hits: number): number {
  return clip(orElse(hits, 0) / weights.keywordSaturation, 0, 1);
}

function orElse(value: number, whenNaN: number): number {
  return Number.isNaN(value) ? whenNaN : value;
}
