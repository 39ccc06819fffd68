import type { Rules } from '../../server/store/ground.ts';
import { seededRandom } from '../support/seededRandom.ts';
import type { File, PowerLoss } from './disk.ts';
import { Scenario } from './scenario.ts';

export type End = 'kill' | PowerLoss;

export interface Crashes {
  /** Of the script: in which order what happens. */
  readonly seed: number;
  /** One of the ways in which each may end, as many times as it is here. */
  readonly ends: readonly End[];
  readonly rules?: Partial<Rules>;
  /** What sectors show that were never written. */
  readonly remains?: Remains;
  /** Each end was survived. */
  readonly onPoint?: () => void;
}

type Remains = (path: string) => Buffer | null;

/** Nobody knows more than what had been answered, and this is all that is left. */
interface Point {
  readonly left: Scenario;
  readonly name: string;
}

/**
 * Two processes, one after the other, open a store, write through several rotations and close it. At
 * each of their calls, before it and after it, the world is forked: there they die, alone or together
 * with the power, and the books are audited. Rejects with what was lost; returns how many ends there
 * were.
 */
export async function crashEverywhere(crashes: Crashes): Promise<number> {
  const { seed, ends, rules = {}, remains = null, onPoint } = crashes;
  const scenario = new Scenario({ seed, rules });
  const { world } = scenario;
  world.disk.stale = remains;
  const points: Point[] = [];
  const fork = (name: string): void => {
    points.push({ left: scenario.fork(seededRandom(seed)), name });
  };
  world.fate = (call) => {
    fork(`before call ${call.index}`);
    call.perform();
    // The process has not heard of it yet.
    fork(`after call ${call.index}`);
  };
  await scenario.live(2, () => false);
  scenario.check();
  for (const [at, point] of points.entries()) {
    for (const [variant, end] of ends.entries()) {
      await endAt(point, end, at * ends.length + variant);
      onPoint?.();
    }
  }
  return points.length * ends.length;
}

async function endAt({ left, name }: Point, end: End, variant: number): Promise<void> {
  const scenario = left.fork(seededRandom(variant));
  try {
    if (end !== 'kill') scenario.world.disk.fail(end, scenario.world.random);
    // Seldom for long: whoever opened it goes on as everybody does.
    await scenario.audit(variant % 8 === 0 ? 4 : 1);
  } catch (error) {
    throw new Error(`${end} ${name}`, { cause: error });
  }
}

/** The same files, of a store that was deleted: its blocks are given to the next one. */
export async function remainsOfAnOlderStore(rules: Partial<Rules> = {}): Promise<Remains> {
  const older = new Scenario({ seed: 1, rules, firstNumber: 2_000_001 });
  const files = new Map<string, File>();
  older.world.fate = (call) => {
    call.perform();
    if (call.name === 'create') files.set(call.path, older.world.disk.file(call.path));
  };
  await older.live(2, () => false);
  return (path) => files.get(path)?.bytes ?? null;
}
