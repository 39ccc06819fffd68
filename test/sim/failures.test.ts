import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { Scenario } from './scenario.ts';

/**
 * The n-th call fails, once or from then on, for every n; after that the power fails. What was
 * acknowledged is there, and the store works again when the disk does.
 */
const codes = ['EIO', 'ENOSPC', 'EMFILE', 'EACCES'] as const;

suite('simulation: a failure at every call', () => {
  for (const code of codes) {
    for (const howLong of ['once', 'for good'] as const) {
      test(`${code} ${howLong}: nothing acknowledged is lost`, async () => {
        let points = 0;
        for (let call = 1; await failAt(call, code, howLong); call += 1) points += 1;
        assert(points > 200, `only ${points} points`);
      });
    }
  }

  test('a disk that gets full at any byte: nothing acknowledged is lost', async () => {
    const full = new Scenario({ seed: 1 });
    await full.live(2, () => false);
    const bytes = full.world.disk.used();
    for (let capacity = 200; capacity < bytes; capacity += 29) await fillAt(capacity);
  });
});

async function failAt(index: number, code: string, howLong: 'once' | 'for good'): Promise<boolean> {
  const scenario = new Scenario({ seed: index });
  const { world } = scenario;
  let hits = 0;
  world.fate = (call) => {
    const isHit =
      howLong === 'once' ? call.index === index : call.index >= index && call.index < index + 40;
    if (!isHit) {
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

async function fillAt(capacity: number): Promise<void> {
  const scenario = new Scenario({ seed: capacity });
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
