import assert from 'node:assert/strict';
import { defaultSettings } from '../../../server/governance/settings.ts';
import { initialState } from '../../../server/governance/state.ts';
import { step, type StepInput } from '../../../server/governance/step.ts';
import { parameterCount, type GovernanceState, type Health } from '../../../shared/model.ts';
import {
  onset,
  populations,
  simulateAgent,
  type FaultName,
  type Population,
} from '../../calibration/population.ts';
import { seededRandom } from '../../support/seededRandom.ts';

const random = seededRandom(7);

function same(value: number): number[] {
  return Array.from({ length: parameterCount }, () => value);
}

function uniform(): number[] {
  return Array.from({ length: parameterCount }, () => random.uniform());
}

/** An agent whose exposure never changes. */
const steady: StepInput = {
  parameters: same(0.5),
  ethical_drift: [0, 0, 0],
  text: { code_points: 300, keyword_hits: 0 },
  complexity: 0.5,
};

interface Run {
  readonly healths: Health[];
  readonly state: GovernanceState;
}

function run(inputs: Iterable<StepInput>): Run {
  let state = initialState();
  const healths: Health[] = [];
  for (const input of inputs) {
    const next = step(state, input, defaultSettings);
    healths.push(next.verdict.health);
    state = next.state;
  }
  return { healths, state };
}

function repeat(count: number, input: () => StepInput): StepInput[] {
  return Array.from({ length: count }, input);
}

/** The healths of these reports after 50 steady ones. */
function afterCalm(...inputs: StepInput[]): Health[] {
  return run([...repeat(50, () => steady), ...inputs]).healths.slice(50);
}

/** In which update after the onset each level was first reached, counted from 1; 0 is never. */
function delays(healths: readonly Health[]): { degraded: number; critical: number } {
  return {
    degraded: healths.findIndex((health) => health !== 'healthy') + 1,
    critical: healths.indexOf('critical') + 1,
  };
}

const seeds = Array.from({ length: 30 }, (_, at) => at + 1);

/** For each agent of the population, how soon the fault showed. */
function detect(population: Population, fault: FaultName): ReturnType<typeof delays>[] {
  return seeds.map((seed) =>
    delays(run(simulateAgent(population, seed, fault)).healths.slice(onset)),
  );
}

suite('what the calibrated profile sees, and how soon', function () {
  test('random parameters: degraded at once, critical at the second', () => {
    for (const population of populations) {
      for (const delay of detect(population, 'random parameters')) {
        assert.deepEqual(delay, { degraded: 1, critical: 2 });
      }
    }
  });

  test('strong drift: degraded at once, critical by the third', () => {
    assert.deepEqual(
      afterCalm(...repeat(3, () => ({ ...steady, ethical_drift: [0.3, 0.3, 0.3] }))),
      ['degraded', 'degraded', 'critical'],
    );
    for (const population of populations) {
      for (const { degraded, critical } of detect(population, 'drift [.3]x3')) {
        assert.equal(degraded, 1);
        assert.ok(critical === 2 || critical === 3, `critical at ${critical}`);
      }
    }
  });

  test('slight drift: degraded by the sixth', () => {
    const drifting = repeat(10, () => ({ ...steady, ethical_drift: [0.1, 0.1, 0.1] }));
    assert.equal(delays(afterCalm(...drifting)).degraded, 6);
    for (const population of populations) {
      for (const { degraded } of detect(population, 'drift [.1]x3')) {
        assert.ok(degraded >= 1 && degraded <= 6, `degraded at ${degraded}`);
      }
    }
  });

  test('the least drift at constant exposure stays healthy', () => {
    const drifting = repeat(300, () => ({ ...steady, ethical_drift: [0.05, 0.05, 0.05] }));
    assert.deepEqual(new Set(afterCalm(...drifting)), new Set(['healthy']));
  });

  test('a run of failures: degraded by the fifth and not before the third, critical by the seventh', () => {
    // loops.md: failing at 4 failures in a row, stuck at 5.
    const behaviours = ['none', 'none', 'none', 'failing', 'stuck', 'stuck', 'stuck'] as const;
    const failures = behaviours.map((behaviour): StepInput => ({ ...steady, behaviour }));
    assert.deepEqual(delays(afterCalm(...failures)), { degraded: 5, critical: 7 });
  });

  test('one change that stays: degraded at once, healthy at the third, never critical', () => {
    const moved = { ...steady, parameters: same(5) };
    assert.deepEqual(afterCalm(moved, moved, moved, moved), [
      ...['degraded', 'degraded'],
      ...['healthy', 'healthy'],
    ]);
  });

  test('healthy agents: never critical, hardly ever degraded', () => {
    for (const population of populations) {
      const healths = seeds.flatMap((seed) => run(simulateAgent(population, seed, null)).healths);
      const degraded = healths.filter((health) => health === 'degraded').length;
      assert.ok(!healths.includes('critical'), population.name);
      assert.ok(degraded <= 0.0024 * healths.length, `${population.name}: ${degraded}`);
    }
  });
});

suite('where E, I and S settle', function () {
  const cases: [string, () => StepInput, number, number, number][] = [
    ['at rest', () => steady, 0.86, 0.865, 0.031],
    [
      'with drift [.1]x3',
      () => ({ ...steady, ethical_drift: [0.1, 0.1, 0.1] }),
      0.725,
      0.747,
      0.212,
    ],
  ];
  for (const [name, input, E, I, S] of cases) {
    test(name, () => {
      const { state } = run(repeat(3_000, input));
      assert.ok(Math.abs(state.E - E) < 0.001, `E ${state.E}`);
      assert.ok(Math.abs(state.I - I) < 0.001, `I ${state.I}`);
      assert.ok(Math.abs(state.S - S) < 0.001, `S ${state.S}`);
    });
  }

  test('with random parameters', () => {
    const { E, I, S } = run(repeat(3_000, () => ({ ...steady, parameters: uniform() }))).state;
    for (const [value, expected] of [
      [E, 0.5],
      [I, 0.54],
      [S, 0.53],
    ] as const) {
      assert.ok(Math.abs(value - expected) < 0.01, `${value} is not ${expected}`);
    }
  });

  test('never void at rest; with full drift at update 57', () => {
    let state = initialState();
    for (let update = 1; update <= 10_000; update += 1) {
      const next = step(state, steady, defaultSettings);
      assert.ok(!next.verdict.void_active, `void at update ${update}`);
      state = next.state;
    }
    assert.equal(firstVoid({ ...steady, ethical_drift: [1, 0, 0] }, 100), 57);
  });
});

function firstVoid(input: StepInput, limit: number): number {
  let state = initialState();
  for (let update = 1; update <= limit; update += 1) {
    const next = step(state, input, defaultSettings);
    if (next.verdict.void_active) return update;
    state = next.state;
  }
  return Infinity;
}
