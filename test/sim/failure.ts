import { Scenario } from './scenario.ts';

/** An error code of a call to the file system, and whether it comes once or from then on. */
export interface Failing {
  /** Of the scripts: in which order what happens. */
  readonly seed: number;
  readonly code: 'EIO' | 'ENOSPC' | 'EMFILE' | 'EACCES';
  readonly howLong: 'once' | 'for good';
}

/** "For good" is until somebody has mended the disk. */
const badCalls = 40;

/**
 * The n-th call fails, once or from then on, for every n; after that the power fails. Rejects with
 * what was lost; returns how many calls there were to fail.
 */
export async function failEverywhere(failing: Failing): Promise<number> {
  let points = 0;
  while (await failAt(points + 1, failing)) points += 1;
  return points;
}

async function failAt(index: number, { seed, code, howLong }: Failing): Promise<boolean> {
  const scenario = new Scenario({ seed: seed * 1_000 + index });
  const { world } = scenario;
  const last = howLong === 'once' ? index : index + badCalls - 1;
  let hits = 0;
  world.fate = (call) => {
    if (call.index < index || call.index > last) {
      call.perform();
      return;
    }
    hits += 1;
    call.reject(code);
  };
  await scenario.live(2, () => world.callCount > index + 400);
  if (hits === 0) return false;
  await auditAfter(scenario, `${code} ${howLong} at call ${index}`);
  return true;
}

/** The disk gets full in the middle of a write, at one byte after the other. As `failEverywhere`. */
export async function fillEverywhere(seed: number, stepBytes: number): Promise<number> {
  const script = new Scenario({ seed });
  await script.live(2, () => false);
  const bytes = script.world.disk.used();
  let points = 0;
  for (let capacity = 200; capacity < bytes; capacity += stepBytes) {
    await fillAt(capacity, seed);
    points += 1;
  }
  return points;
}

async function fillAt(capacity: number, seed: number): Promise<void> {
  const scenario = new Scenario({ seed: seed * 100_000 + capacity });
  const { world } = scenario;
  world.disk.capacity = capacity;
  // Room comes back after a while, as when somebody deletes something.
  world.fate = (call) => {
    if (call.index === 400) world.disk.capacity = Infinity;
    call.perform();
  };
  await scenario.live(2, () => false);
  await auditAfter(scenario, `full at ${capacity} bytes`);
}

async function auditAfter(scenario: Scenario, what: string): Promise<void> {
  try {
    scenario.check();
    scenario.killAll();
    scenario.world.disk.fail('tear', scenario.world.random);
    await scenario.audit();
  } catch (error) {
    throw new Error(what, { cause: error });
  }
}
