import type { HealthSettings, Settings } from '../../server/governance/settings.ts';
import { initialState } from '../../server/governance/state.ts';
import { step, type Step, type StepInput } from '../../server/governance/step.ts';
import {
  addCall,
  initialFeatures,
  measuredDrift,
  type MeasuredCall,
} from '../../server/monitor/hooks/features.ts';
import {
  counts,
  follow,
  initialLoopState,
  type LoopState,
} from '../../server/monitor/hooks/loops.ts';
import type { Health } from '../../shared/model.ts';
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
  /** The lowest smoothed coherence of each session, calibrated: how near they come to the threshold. */
  readonly lowestCoherence: {
    readonly least: number;
    readonly p05: number;
    readonly median: number;
  };
}

export interface EverHealth {
  readonly critical: number;
  /** Degraded or worse. */
  readonly degraded: number;
}

export function replay(sessions: readonly RecordedSession[], health: HealthSettings): Replayed {
  const runs = sessions.map((session) => checkIns(session));
  const everFound = (matches: (loop: LoopState) => boolean): number =>
    runs.filter(({ loops }) => loops.some(matches)).length;
  return {
    sessions: sessions.length,
    calls: sessions.reduce((sum, { calls }) => sum + calls.length, 0),
    stuck: everFound(({ behaviour }) => behaviour === 'stuck'),
    failing: everFound(({ behaviour }) => behaviour === 'failing'),
    repeating: everFound(({ facts }) => facts.repeating),
    health: byProfile((profile) =>
      countEver(runs.map((run) => judgeAll(run.inputs, { profile, health }))),
    ),
    lowestCoherence: spreadOf(
      runs.map((run) => {
        const steps = judgeAll(run.inputs, { profile: 'calibrated', health });
        return Math.min(...steps.map(({ state }) => state.smoothed_coherence));
      }),
    ),
  };
}

function countEver(runs: readonly Step[][]): EverHealth {
  const ever = (matches: (health: Health) => boolean): number =>
    runs.filter((steps) => steps.some(({ verdict }) => matches(verdict.health))).length;
  return {
    critical: ever((health) => health === 'critical'),
    degraded: ever((health) => health !== 'healthy'),
  };
}

function spreadOf(values: readonly number[]): Replayed['lowestCoherence'] {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
  return { least: at(0), p05: at(0.05), median: at(0.5) };
}

/** What is said of a recorded history, update by update. */
export function judgeReports(
  inputs: readonly StepInput[],
  health: HealthSettings,
): ByProfile<Health[]> {
  return byProfile((profile) =>
    judgeAll(inputs, { profile, health }).map(({ verdict }) => verdict.health),
  );
}

/** Health after the first, second, … failure in a row of a session that went well before. */
export function judgeFailures(count: number, health: HealthSettings): Health[] {
  const calls = Array.from({ length: 30 + count }, (_, at): MeasuredCall => ({
    tool: 'Bash',
    argumentsDigest: `arguments ${at}`,
    resultDigest: `result ${at}`,
    outcome: at < 30 ? 'succeeded' : 'failed',
    isEdit: false,
    isCommand: true,
    atMs: at * 10_000,
    outputLength: 500,
  }));
  const { inputs } = checkIns({ calls, turnEnds: new Set() });
  return judgeReports(inputs, health).calibrated.slice(-count);
}

/** One check-in for each finished call that counts, and for each turn's end. */
function checkIns({ calls, turnEnds }: Omit<RecordedSession, 'name'>): {
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

function judgeAll(inputs: readonly StepInput[], settings: Settings): Step[] {
  let state = initialState();
  return inputs.map((input) => {
    const next = step(state, input, settings);
    state = next.state;
    return next;
  });
}
