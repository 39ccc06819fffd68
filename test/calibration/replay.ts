import type { HealthSettings } from '../../server/governance/settings.ts';
import { initialState } from '../../server/governance/state.ts';
import { step, type StepInput } from '../../server/governance/step.ts';
import { addCall, initialFeatures, measuredDrift } from '../../server/monitor/features.ts';
import { counts, follow, initialLoopState, type LoopState } from '../../server/monitor/loops.ts';
import type { Health, Profile } from '../../shared/model.ts';
import type { RecordedSession } from './transcripts.ts';
import { byProfile, type ByProfile } from './trial.ts';

/** Of the sessions from real work, how many may ever be called so; shares. */
export const targets = { critical: 0.01, degraded: 0.05 } as const;

/** What is said of real sessions: of how many of them, ever. */
export interface Replayed {
  readonly sessions: number;
  readonly calls: number;
  readonly stuck: number;
  readonly failing: number;
  readonly repeating: number;
  readonly health: ByProfile<EverHealth>;
}

export interface EverHealth {
  readonly critical: number;
  /** Degraded or worse. */
  readonly degraded: number;
}

export function replay(sessions: readonly RecordedSession[], health: HealthSettings): Replayed {
  const runs = sessions.map((session) => checkIns(session));
  const ever = (matches: (loop: LoopState) => boolean): number =>
    runs.filter(({ loops }) => loops.some(matches)).length;
  return {
    sessions: sessions.length,
    calls: sessions.reduce((sum, { calls }) => sum + calls.length, 0),
    stuck: ever(({ behaviour }) => behaviour === 'stuck'),
    failing: ever(({ behaviour }) => behaviour === 'failing'),
    repeating: ever(({ facts }) => facts.repeating),
    health: byProfile((profile) => {
      const healths = runs.map(({ inputs }) => judgeAll(inputs, profile, health));
      return {
        critical: healths.filter((each) => each.includes('critical')).length,
        degraded: healths.filter((each) => each.some((one) => one !== 'healthy')).length,
      };
    }),
  };
}

/** One check-in for each finished call that counts, and for each turn's end. */
function checkIns({ calls, turnEnds }: RecordedSession): {
  loops: LoopState[];
  inputs: StepInput[];
} {
  let [loop, features] = [initialLoopState, initialFeatures];
  const loops: LoopState[] = [];
  const inputs: StepInput[] = [];
  calls.forEach((call, at) => {
    if (turnEnds.has(at)) inputs.push(inputOf(features.values, loop));
    if (!counts(call)) return;
    loop = follow(loop, call);
    features = addCall(features, call, loop);
    loops.push(loop);
    inputs.push(inputOf(features.values, loop));
  });
  return { loops, inputs };
}

/** A hook sees no text of the agent and knows no complexity. */
function inputOf(parameters: readonly number[], { behaviour }: LoopState): StepInput {
  return {
    parameters,
    ethical_drift: measuredDrift,
    text: { code_points: 0, keyword_hits: 0 },
    behaviour,
  };
}

function judgeAll(
  inputs: readonly StepInput[],
  profile: Profile,
  health: HealthSettings,
): Health[] {
  let state = initialState();
  return inputs.map((input) => {
    const next = step(state, input, { profile, health });
    state = next.state;
    return next.verdict.health;
  });
}
