import assert from 'node:assert/strict';
import { control } from '../../../server/governance/controller.ts';
import { assessRisk, type RiskInput, type RiskMemory } from '../../../server/governance/risk.ts';
import { initialState, makeVectors, slideWindow } from '../../../server/governance/state.ts';
import { judgeVoid, voidShare } from '../../../server/governance/void.ts';

const still = { coherence: 1, drift: 0 };
const empty: RiskInput = { text: { code_points: 0, keyword_hits: 0 }, complexity: 0 };
const old: RiskMemory = { baseline: 0.2, updates: 1_000 };

function near(value: number, expected: number): void {
  assert.ok(Math.abs(value - expected) < 1e-12, `${value} is not ${expected}`);
}

/** Exposure of an empty text at complexity 0. */
const least = 0.2 / (1 + Math.exp(4));

suite('risk of one update', () => {
  test('drift counts up to a half', () => {
    assert.equal(assessRisk(empty, { coherence: 1, drift: 0.4 }, old).drift, 0.4);
    assert.equal(assessRisk(empty, { coherence: 1, drift: 1.7 }, old).drift, 0.5);
  });

  test('measured behaviour', () => {
    const values = (['none', 'failing', 'stuck'] as const).map(
      (behaviour) => assessRisk({ ...empty, behaviour }, still, old).behaviour,
    );
    assert.deepEqual(values, [0, 0.2, 0.5]);
    assert.equal(assessRisk(empty, still, old).behaviour, 0);
  });

  test('exposure counts only above the normal one', () => {
    assert.equal(assessRisk(empty, still, old).excess, 0);
    near(assessRisk({ ...empty, complexity: 1 }, still, old).excess, 0.3 + least - 0.2);
  });

  test('everything at once is 1, not more', () => {
    const all = { text: { code_points: 9e9, keyword_hits: 9 }, complexity: 1 };
    const risk = assessRisk({ ...all, behaviour: 'stuck' }, { coherence: 0, drift: 1 }, old);
    assert.deepEqual([risk.absolute, risk.relative], [1, 1]);
  });
});

suite('the normal exposure of an agent', () => {
  const normal = (memory: RiskMemory, input = empty, drive = still): number =>
    assessRisk(input, drive, memory).baseline;

  test('starts at that of an empty check-in', () => {
    const state = initialState();
    near(state.baseline, 0.1536);
    assert.deepEqual([state.smoothed_risk, state.smoothed_coherence], [0, 1]);
    assert.deepEqual([state.coherence, state.lambda1], [1, 0.15]);
  });

  test('is learned fast at first, then by a twentieth', () => {
    near(normal({ baseline: 0.2, updates: 0 }), 0.2 + (least - 0.2) / 2);
    near(normal({ baseline: 0.2, updates: 7 }), 0.2 + (least - 0.2) / 9);
    near(normal(old), 0.2 + (least - 0.2) / 20);
  });

  test('stays within 0.05 and 0.30', () => {
    near(normal({ baseline: 0.05, updates: 9 }), 0.05);
    const heavy = { text: { code_points: 9e9, keyword_hits: 0 }, complexity: 1 };
    near(normal({ baseline: 0.3, updates: 9 }, heavy), 0.3);
  });

  test('is not learned while something speaks against it', () => {
    assert.equal(normal(old, empty, { coherence: 1, drift: 0.1 }), 0.2);
    assert.ok(normal(old, empty, { coherence: 1, drift: 0.099 }) < 0.2);
  });
});

suite('void and controller', () => {
  test('the threshold is usual |V| plus two deviations, within 0.10 and 0.30', () => {
    const nine = Array.from({ length: 9 }, () => 0.2);
    const judge = (...values: number[]) => judgeVoid(Float64Array.from(values));
    assert.deepEqual(judge(...nine), { threshold: 0.15, active: true });
    near(judge(...nine, 0.2).threshold, 0.2);
    assert.equal(judge(...nine, -5).threshold, 0.3);
    assert.deepEqual(judge(...nine, -5).active, true);
    assert.equal(judge(...nine.concat(nine).map(() => 0.01)).threshold, 0.1);
  });

  test('the share is of values over the threshold on either side, from ten values on', () => {
    const window = Float64Array.of(0.4, -0.4, 0.3, 0.1, 0, 0, 0, 0, 0);
    assert.equal(voidShare(window, 0.3), 0);
    assert.equal(voidShare(Float64Array.of(...window, -0.5), 0.3), 0.3);
  });

  test('the window keeps the last hundred', () => {
    const full = Float64Array.from({ length: 100 }, (_, at) => at);
    const slid = (old: Float64Array, V: number): Float64Array => {
      const { window } = makeVectors(old);
      slideWindow(window, old, V);
      return window;
    };
    assert.deepEqual(slid(full, 100), Float64Array.of(...full.slice(1), 100));
    assert.deepEqual(slid(new Float64Array(), 1), Float64Array.of(1));
  });

  test('the integral has an end', () => {
    const up = control({ lambda1: 0.1, integral: 5 }, 0, 0.85, 'always');
    const down = control({ lambda1: 0.1, integral: -5 }, 1, 0.85, 'always');
    assert.deepEqual([up.integral, down.integral], [5, -5]);
  });

  test('conditional integration: what pushes λ over its end is used, not kept', () => {
    // Wanted λ: 0.2 + 0.5 × 0.7 × 0.02 + 0.05 × 1.002, over 0.20.
    assert.deepEqual(control({ lambda1: 0.2, integral: 1 }, 0, 0.85, 'inside'), {
      ...{ lambda1: 0.2, integral: 1 },
    });
    near(control({ lambda1: 0.2, integral: 1 }, 0, 0.85, 'always').integral, 1.002);
    // Inside: 0.1 + 0.007 + 0.0001, with the new integral 0.002.
    const inside = control({ lambda1: 0.1, integral: 0 }, 0, 0.85, 'inside');
    near(inside.lambda1, 0.1071);
    near(inside.integral, 0.002);
  });
});
