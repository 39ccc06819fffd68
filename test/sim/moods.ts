import type { SeededRandom } from '../support/seededRandom.ts';
import type { Call } from './world.ts';

/** How often what happens, per call, and where processes fall asleep. */
export interface Mood {
  readonly kill: number;
  readonly power: number;
  readonly error: number;
  readonly sleep: number;
  readonly wake: number;
  /** Of a process that has just opened the store. */
  readonly dieYoung: number;
  /** A new process comes although one is awake; per 20 calls. */
  readonly rivalry: number;
  isSleepy(call: Call): boolean;
}

export type MoodName = keyof typeof moods;

/** Each finds what the others are too wild, or too quiet, to come by. */
export const moods = {
  /** Everything at once, or nothing at all. */
  wild: (random: SeededRandom): Mood => {
    const level = () => [0, 0.01, 0.04][Math.floor(random.uniform() * 3)] ?? 0;
    return {
      kill: level(),
      power: level() / 4,
      error: level(),
      sleep: level(),
      wake: level(),
      dieYoung: level(),
      rivalry: level() * 10,
      isSleepy: () => true,
    };
  },
  /** Leaders that sleep where they are about to act on what they know, and wake up much later. */
  sleepers: (): Mood => ({ ...quiet, sleep: 0.02, isSleepy: isDecisive }),
  /** The same among leaders that never live to clean up. */
  shortLives: (): Mood => ({ ...quiet, sleep: 0.02, dieYoung: 0.8, isSleepy: isDecisive }),
  /** Leaders that sleep just before they claim, until the number that they are about to is collected. */
  late: (): Mood => ({ ...quiet, sleep: 0.4, isSleepy: isClaim }),
  /** Many start at the same time. */
  crowd: (): Mood => ({ ...quiet, rivalry: 0.4, sleep: 0.02, wake: 0.05, isSleepy: () => true }),
};

/** So many times something goes wrong in `npm test`. */
export const faultsWanted: Readonly<Record<MoodName, number>> = {
  wild: 9_000,
  sleepers: 1_500,
  shortLives: 3_000,
  late: 1_500,
  crowd: 3_000,
};

export const turmoilFaults = Object.values(faultsWanted).reduce((sum, count) => sum + count, 0);

const quiet = {
  kill: 0.002,
  power: 0.001,
  error: 0,
  sleep: 0,
  wake: 0,
  dieYoung: 0,
  rivalry: 0.01,
};

const decisive = ['create', 'append', 'stat'];

function isClaim({ name, path }: Call): boolean {
  return name === 'create' && path.includes('/seg-');
}

function isDecisive({ name, path }: Call): boolean {
  return path.includes('/seg-') && decisive.includes(name);
}
