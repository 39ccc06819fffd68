import type { Profile } from '../../shared/model.ts';

/**
 * Every number of the model, with unit, range and origin. Origins: [R] the reference model
 * (UNITARES governance monitor v1.0.3); [C] the calibrated profile, chosen so that healthy agents
 * stay healthy and E, I, S settle instead of running to 0 (`npm run calibrate` shows the effect).
 * "per t" is per unit of model time; an update is 0.1 of it.
 */

/** Where an agent begins. Dimensionless, within the range of each symbol. */
export const initial = {
  /** 0..1 [R] */
  E: 0.5,
  /** 0..1 [R] */
  I: 0.9,
  /** 0..1 [R] */
  S: 0.5,
  /** [R] */
  V: 0,
  /** 0..1 [R] */
  coherence: 1,
  /** 0.05..0.20 [R] */
  lambda1: 0.15,
  /** −5..5 [R] */
  integral: 0,
  /** 0..1 [C] */
  smoothedRisk: 0,
  /** 0..1 [C] */
  smoothedCoherence: 1,
  /** 0.05..0.30: exposure of an empty check-in at the default complexity [C] */
  baseline: 0.1536,
} as const;

/** Right-hand sides and integration. */
export const flow = {
  /** Attraction of E to I; per t, > 0 [R] */
  alpha: 0.5,
  /** Erosion of I by S; per t, ≥ 0 [R] */
  k: 0.1,
  /** Decay of S; per t, > 0 [R] */
  mu: 0.8,
  /** Leak of V; per t, > 0 [R] */
  delta: 0.4,
  /** Gain of V on E − I; per t, > 0 [R] */
  kappa: 0.3,
  /** Loss of E by entropy; per t, ≥ 0 [R] */
  betaE: 0.1,
  /** Entropy taken away by φ(V); per t, ≥ 0 [R] */
  lambda2: 0.05,
  /** Largest φ(V); > 0 [R] */
  coherenceMax: 1,
  /** Euler step; t [R] */
  h: 0.1,
} as const;

/** Parameter change to coherence: C = exp(−rms / scale). */
export const coherence = {
  /** RMS change at which C is 1/e; > 0 [R] */
  scale: 0.1,
  /** C when the change is not finite; 0..1 [R] */
  whenNotFinite: 0.5,
} as const;

export const voidRule = {
  /** Values of V looked at; count [R] */
  window: 100,
  /** Below this many the threshold is `start`; count [R] */
  minimumSamples: 10,
  /** |V| [R] */
  start: 0.15,
  /** |V| [R] */
  min: 0.1,
  /** |V| [R] */
  max: 0.3,
  /** Standard deviations above the mean; ≥ 0 [R] */
  deviations: 2,
} as const;

export const controller = {
  /** ≥ 0 [R] */
  proportional: 0.5,
  /** ≥ 0 [R] */
  integral: 0.05,
  /** Wanted share of void; 0..1 [R] */
  targetVoidShare: 0.02,
  /** Wanted C; 0..1 [R] */
  targetCoherence: 0.85,
  /** Weights of the two errors; sum 1 [R] */
  voidWeight: 0.7,
  coherenceWeight: 0.3,
  /** λ [R] */
  lambdaMin: 0.05,
  lambdaMax: 0.2,
  /** What the void error adds to z a tick; t [R] */
  integralStep: 0.1,
  /** |z| [R] */
  integralLimit: 5,
} as const;

export const risk = {
  /** Weights; sum 1 [R] */
  length: 0.2,
  complexity: 0.3,
  incoherence: 0.3,
  keywords: 0.2,
  /** Complexity when none is given; 0..1 [R] */
  defaultComplexity: 0.5,
  /** Logistic in text length; code points, > 0 [R] */
  lengthMidpoint: 2000,
  lengthSlope: 500,
  /** Keyword hits that count in full; count [R] */
  keywordSaturation: 3,
  /** Largest contribution of ethical drift; 0..1 [C] */
  driftMax: 0.5,
  /** Contribution of measured behaviour; 0..1 [C] */
  behaviour: { none: 0, failing: 0.2, stuck: 0.5 },
} as const;

/** An agent's own normal exposure is learned while nothing speaks against it. */
export const learning = {
  /** Slowest rate; 0..1 an update [C] */
  rateMin: 0.05,
  /** Evidence from which nothing is learned; 0..1 [C] */
  evidenceMax: 0.1,
  /** Baseline; 0..1 [C] */
  min: 0.05,
  max: 0.3,
} as const;

export const decision = {
  /** Risk below which an update is approved, revised; 0..1 [R] */
  approve: 0.3,
  revise: 0.7,
  /** C below which an update is rejected; 0..1 [R] */
  coherenceFloor: 0.6,
} as const;

/** Sampling advice, linear in λ. */
export const sampling = {
  /** [R] */
  temperature: 0.5,
  temperaturePerLambda: 0.7,
  /** 0..1 [R] */
  topP: 0.85,
  topPPerLambda: 0.1,
  /** tokens [R] */
  maxTokens: 100,
  maxTokensPerLambda: 400,
} as const;

export interface FlowRules {
  /** Gain of I on φ(V), constant and per I; per t, ≥ 0 */
  readonly gain: number;
  readonly gainPerI: number;
  /** Loss of I; per t, ≥ 0 */
  readonly gammaI: number;
  /** 1: the loss is logistic, γ I (1 − I); 0: it is linear, γ I */
  readonly lossCurvature: number;
  /** s*, what S decays to, at rest and per 1 − C and per ‖η‖; 0..1, ≥ 0, ≥ 0 */
  readonly entropyRest: number;
  readonly entropyPerIncoherence: number;
  readonly entropyPerDrift: number;
  /** What ‖η‖² adds to the parameter change D; ≥ 0 */
  readonly changePerDriftSquared: number;
  /** Largest |V|; > 0 */
  readonly voidLimit: number;
}

/** Where the profiles differ, and nowhere else. */
export interface ProfileRules {
  readonly flow: FlowRules;
  /** The controller acts on each update whose number this divides; count */
  readonly controlEvery: number;
  /** `inside`: the integral is kept only when it did not push λ over its limits (no wind-up). */
  readonly integrate: 'always' | 'inside';
  /** `absolute`: the reference formula of this update; `relative`: against the agent's own normal. */
  readonly risk: 'absolute' | 'relative';
  /** What health is judged by: this update alone, or smoothed values. */
  readonly judge: 'update' | 'smoothed';
  /** `risk-first`: coherence counts only where risk is healthy (not monotone); `worst`: worst of both. */
  readonly health: 'risk-first' | 'worst';
}

export const profileRules: Readonly<Record<Profile, ProfileRules>> = {
  // [R]
  reference: {
    flow: {
      gain: 0,
      gainPerI: 0.05,
      gammaI: 0.3,
      lossCurvature: 1,
      entropyRest: 0,
      entropyPerIncoherence: 0,
      entropyPerDrift: 0,
      changePerDriftSquared: 0,
      voidLimit: Infinity,
    },
    controlEvery: 10,
    integrate: 'always',
    risk: 'absolute',
    judge: 'update',
    health: 'risk-first',
  },
  // [C]
  calibrated: {
    flow: {
      gain: 0.3,
      gainPerI: 0,
      gammaI: 0.169,
      lossCurvature: 0,
      entropyRest: 0.0625,
      entropyPerIncoherence: 0.5,
      entropyPerDrift: 1,
      changePerDriftSquared: 1,
      voidLimit: 1,
    },
    controlEvery: 1,
    integrate: 'inside',
    risk: 'relative',
    judge: 'smoothed',
    health: 'worst',
  },
};
