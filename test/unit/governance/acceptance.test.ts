import assert from 'node:assert/strict';
import { defaultSettings } from '../../../server/governance/settings.ts';
import { initialState } from '../../../server/governance/state.ts';
import { step, type StepInput } from '../../../server/governance/step.ts';
import { parameterCount, type GovernanceState, type Verdict } from '../../../shared/model.ts';
import { seededRandom, type SeededRandom } from '../../support/seededRandom.ts';

const text = { code_points: 20, keyword_hits: 0 };
const good: StepInput = {
  parameters: Array.from({ length: parameterCount }, () => 0.5),
  ethical_drift: [0, 0, 0],
  text,
  complexity: 0.5,
};

type Draw = (random: SeededRandom) => number[];
const independent: Draw = (random) =>
  Array.from({ length: parameterCount }, () => random.uniform());
const repeated: Draw = (random) => {
  const value = random.uniform();
  return Array.from({ length: parameterCount }, () => value);
};

interface Last {
  readonly state: GovernanceState;
  readonly verdict: Verdict;
}

/** @param count updates, at least 1. */
function run(state: GovernanceState, count: number, draw: () => StepInput): Last {
  let last = step(state, draw(), defaultSettings);
  for (let update = 1; update < count; update += 1) {
    last = step(last.state, draw(), defaultSettings);
  }
  return last;
}

function runChaos(state: GovernanceState, random: SeededRandom, draw: Draw, count = 10): Last {
  const drift = [0.1, 0.1, 0.1];
  return run(state, count, () => ({ ...good, ethical_drift: drift, parameters: draw(random) }));
}

function runCalm(state: GovernanceState, count = 10): Last {
  return run(state, count, () => good);
}

function assertRecovers(state: GovernanceState, where: string): void {
  const { state: calm, verdict } = runCalm(state);
  assert.ok(calm.coherence > 0.8, `${where}: coherence ${calm.coherence}`);
  assert.ok(calm.lambda1 > 0.1, `${where}: λ ${calm.lambda1}`);
  assert.equal(verdict.health, 'healthy', where);
}

/** Chaos, then calm; how many of the seeds were critical at the end of the chaos. */
function countCritical(begin: GovernanceState, seeds: number, draw: Draw): number {
  let critical = 0;
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { state, verdict } = runChaos(begin, seededRandom(seed), draw);
    assert.ok(state.lambda1 < 0.15, `seed ${seed}: λ ${state.lambda1}`);
    if (verdict.health === 'critical') critical += 1;
    assertRecovers(state, `seed ${seed}`);
  }
  return critical;
}

suite('acceptance of the calibrated profile', () => {
  test('ten updates: ten points, nothing that is not a number', () => {
    const { state } = runCalm(initialState());
    assert.equal(state.updates, 10);
    assert.equal(state.window.length, 10);
    const numbers = [state.E, state.I, state.S, state.V, state.coherence, state.lambda1];
    assert.ok(numbers.every(Number.isFinite));
  });

  test('chaos of independent values: critical and λ < 0.15, then recovery, in 5,000 seeds', () => {
    assert.equal(countCritical(initialState(), 5_000, independent), 5_000);
  });

  test('chaos of one repeated value: critical in at least 99.5 % of 5,000 seeds', () => {
    const critical = countCritical(initialState(), 5_000, repeated);
    assert.ok(critical >= 0.995 * 5_000, `critical in ${critical}`);
  });

  test('the same after 30,000 calm updates, in 5,000 seeds: nothing has wound up', () => {
    const { state } = runCalm(initialState(), 30_000);
    assert.equal(countCritical(state, 5_000, independent), 5_000);
    assert.ok(countCritical(state, 5_000, repeated) >= 0.995 * 5_000);
  });

  test('the same after 3,000 chaotic updates of 20 kinds, 250 seeds after each', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const { state } = runChaos(initialState(), seededRandom(seed), independent, 3_000);
      assert.ok(state.lambda1 < 0.15, `seed ${seed}: λ ${state.lambda1}`);
      assertRecovers(state, `seed ${seed}`);
      assert.equal(countCritical(state, 250, independent), 250);
    }
  });
});
