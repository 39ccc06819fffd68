import type { StepInput } from '../../server/governance/step.ts';
import { parameterCount } from '../../shared/model.ts';
import { seededRandom, type SeededRandom } from '../support/seededRandom.ts';

/** Made-up agents whose health is known: three kinds of work and eight faults, fixed once for all. */

export interface Population {
  readonly name: string;
  /** Of the complexity, clipped to 0..1. */
  readonly complexity: { readonly mean: number; readonly deviation: number };
  /** Of the text length, log-normal; code points. */
  readonly length: { readonly median: number; readonly logDeviation: number };
}

export const populations: readonly Population[] = [
  {
    name: 'chat',
    complexity: { mean: 0.35, deviation: 0.1 },
    length: { median: 600, logDeviation: 0.6 },
  },
  {
    name: 'assistant',
    complexity: { mean: 0.5, deviation: 0.1 },
    length: { median: 900, logDeviation: 0.6 },
  },
  {
    name: 'coding',
    complexity: { mean: 0.6, deviation: 0.1 },
    length: { median: 1500, logDeviation: 0.6 },
  },
];

/** RMS parameter step of an update is |N(0, this)|. */
export const calmStep = 0.005;
/** Share of replies in which one keyword occurs. */
export const keywordShare = 0.03;
/** The first faulty update. */
export const onset = 100;
export const updatesPerAgent = 270;

/** What a fault does to an update from its onset on. */
type Fault = (calm: StepInput, random: SeededRandom, age: number) => StepInput;

export const faults = {
  'drift [.1]x3': (calm) => ({ ...calm, ethical_drift: [0.1, 0.1, 0.1] }),
  'drift [.3]x3': (calm) => ({ ...calm, ethical_drift: [0.3, 0.3, 0.3] }),
  'random parameters': (calm, random) => ({
    ...calm,
    parameters: Array.from({ length: parameterCount }, () => random.uniform()),
  }),
  'slide .05': (calm, _random, age) => ({ ...calm, parameters: slide(calm, 0.05 * (age + 1)) }),
  'three keywords': (calm) => ({ ...calm, text: { ...calm.text, keyword_hits: 3 } }),
  stuck: (calm) => ({ ...calm, behaviour: 'stuck' }),
  'complexity +.5': (calm) => ({ ...calm, complexity: clipShare((calm.complexity ?? 0) + 0.5) }),
  'mild mix': (calm, _random, age) => ({
    ...calm,
    parameters: slide(calm, 0.02 * (age + 1)),
    ethical_drift: [0.05, 0, 0],
    text: { ...calm.text, keyword_hits: 1 },
  }),
} satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;
/** A larger task need not be a fault: told apart in the pooled figures. */
export const contested: FaultName = 'complexity +.5';
export const faultNames = Object.keys(faults) as FaultName[];

/** The reports of one agent, in order; without a fault it is healthy to the end. */
export function* simulateAgent(
  population: Population,
  seed: number,
  fault: FaultName | null,
): Generator<StepInput> {
  // Two streams: what an agent would have done does not depend on the fault.
  const random = seededRandom(seed);
  const faultRandom = seededRandom(seed + 1_000_000);
  let parameters = Array.from({ length: parameterCount }, () => random.uniform());
  for (let update = 0; update < updatesPerAgent; update += 1) {
    parameters = wander(parameters, random);
    const calm = reportCalmly(population, parameters, random);
    const isFaulty = fault !== null && update >= onset;
    yield isFaulty ? faults[fault](calm, faultRandom, update - onset) : calm;
  }
}

function reportCalmly(
  { complexity, length }: Population,
  parameters: number[],
  random: SeededRandom,
): StepInput {
  const codePoints = length.median * Math.exp(length.logDeviation * random.normal());
  return {
    parameters,
    ethical_drift: [0, 0, 0],
    text: {
      code_points: Math.round(codePoints),
      keyword_hits: random.uniform() < keywordShare ? 1 : 0,
    },
    complexity: clipShare(complexity.mean + complexity.deviation * random.normal()),
  };
}

/** Each parameter goes up or down by the same amount, which is then the RMS of the step. */
function wander(parameters: readonly number[], random: SeededRandom): number[] {
  const rms = Math.abs(calmStep * random.normal());
  return parameters.map((value) => (random.uniform() < 0.5 ? value + rms : value - rms));
}

function slide(calm: StepInput, by: number): number[] {
  return Array.from(calm.parameters, (value) => value + by);
}

function clipShare(value: number): number {
  return Math.min(1, Math.max(0, value));
}
