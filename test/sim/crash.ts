import type { Rules } from '../../server/store/ground.ts';
import { seededRandom } from '../support/seededRandom.ts';
import type { File, PowerLoss } from './disk.ts';
import { Scenario } from './scenario.ts';

export type End = 'kill' | PowerLoss;

export interface Crash {
  /** The how manieth call is the last. */
  readonly call: number;
  readonly when: 'before' | 'after';
  readonly end: End;
  /** One of the ways in which it may end; the same way for the same number. */
  readonly variant?: number;
  readonly rules?: Partial<Rules>;
  /** What sectors show that were never written. */
  readonly remains?: Remains;
}

type Remains = (path: string) => Buffer | null;

/**
 * Two processes, one after the other, open a store, write through several rotations and close it;
 * they die before or after one of their calls, alone or together with the power. Rejects with what
 * was lost; resolves to false when there is no such call.
 */
export async function crashAt(crash: Crash): Promise<boolean> {
  const { call: last, when, end, variant = 0, rules = {}, remains = null } = crash;
  const scenario = new Scenario({ seed: 1, rules });
  const { world } = scenario;
  world.disk.stale = remains;
  const state = { isOver: false };
  world.fate = (call) => {
    if (call.index !== last) {
      call.perform();
      return;
    }
    if (when === 'after') call.performUnheard();
    state.isOver = true;
    scenario.killAll();
  };
  await scenario.live(2, () => state.isOver);
  if (!state.isOver) return false;
  if (end !== 'kill') world.disk.fail(end, seededRandom(variant));
  try {
    scenario.check();
    await scenario.audit();
  } catch (error) {
    throw new Error(`${end} ${when} call ${last}`, { cause: error });
  }
  return true;
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

/** At every call, in some variants. Returns how many there were. */
export async function tearOverRemains(how: Pick<Crash, 'rules' | 'remains'>): Promise<number> {
  let points = 0;
  for (let variant = 0; variant < 4; variant += 1) {
    let call = 1;
    while (await crashAt({ ...how, call, when: 'after', end: 'tear', variant })) call += 1;
    points += call;
  }
  return points;
}
