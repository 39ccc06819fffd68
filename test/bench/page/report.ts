import { arch, cpus, platform, release } from 'node:os';
import process from 'node:process';
import type { Figure, Target } from '../bench.ts';
import type { Place } from '../place.ts';
import { spreadOf, type Spread } from '../spread.ts';

/** All that a run came to, as `bench.json` has it. */
export interface Report {
  readonly machine: Readonly<Record<string, string | number>>;
  readonly extent: string;
  readonly started: string;
  readonly results: readonly Result[];
}

export interface Result {
  readonly bench: string;
  readonly seconds: number;
  /** Load average of the last minute, before and after: 2 of it may be our own. */
  readonly load: { readonly before: number; readonly after: number };
  readonly figures: readonly Measured[];
  /** Why there are no figures. */
  readonly fault?: string;
}

export interface Measured extends Figure, Spread {
  readonly verdicts: readonly Verdict[];
}

export interface Verdict extends Target {
  readonly isMet: boolean;
}

export function judge(figure: Figure): Measured {
  const spread = spreadOf(figure.values);
  const verdicts = (figure.targets ?? []).map((target) => ({
    ...target,
    isMet:
      target.is === 'at least'
        ? spread[target.of] >= target.bound
        : spread[target.of] <= target.bound,
  }));
  return { ...figure, ...spread, verdicts };
}

export function describeMachine(place: Place): Report['machine'] {
  const [cpu] = cpus();
  return {
    processors: cpus().length,
    processor: cpu?.model.trim() ?? '',
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    file_system: place.kind,
  };
}
