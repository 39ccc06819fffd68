import type { HealthSettings } from '../../server/governance/settings.ts';
import { initialState } from '../../server/governance/state.ts';
import { step } from '../../server/governance/step.ts';
import { profiles, type Health, type Profile } from '../../shared/model.ts';
import { simulateAgent, updatesPerAgent, type FaultName, type Population } from './population.ts';

/** What one profile said of one agent, update by update. */
export interface Trace {
  /** What health is judged by: smoothed risk in the calibrated profile, risk in the reference. */
  readonly scores: Float64Array;
  readonly healths: readonly Health[];
}

export type ByProfile<T> = Readonly<Record<Profile, T>>;

export interface Trial {
  readonly population: Population;
  readonly seed: number;
  readonly fault: FaultName | null;
}

/** Both profiles judge the very same reports. */
export function runTrial(
  { population, seed, fault }: Trial,
  health: HealthSettings,
): ByProfile<Trace> {
  const inputs = [...simulateAgent(population, seed, fault)];
  return byProfile((profile) => {
    const scores = new Float64Array(updatesPerAgent);
    let state = initialState();
    const healths = inputs.map((input, at) => {
      const next = step(state, input, { profile, health });
      state = next.state;
      scores[at] = next.verdict.risk_score;
      return next.verdict.health;
    });
    return { scores, healths };
  });
}

export function byProfile<T>(make: (profile: Profile) => T): ByProfile<T> {
  const entries = profiles.map((profile): [Profile, T] => [profile, make(profile)]);
  return Object.fromEntries(entries) as Record<Profile, T>;
}
