import assert from 'node:assert/strict';
import { compareParameters } from '../../../server/governance/coherence.ts';
import { profileRules } from '../../../server/governance/constants.ts';
import { decide } from '../../../server/governance/decision.ts';
import { advance } from '../../../server/governance/dynamics.ts';
import { judgeHealth } from '../../../server/governance/health.ts';
import { entry, showFigure, sumInLanes } from '../../../server/governance/numbers.ts';
import { driftNorm, sanitiseParameters } from '../../../server/governance/parameters.ts';
import { defaultSettings } from '../../../server/governance/settings.ts';
import { makeVectors } from '../../../server/governance/state.ts';
import type { Health } from '../../../shared/model.ts';

suite('numbers', () => {
  test('a vector reads as padded with zeros', () => {
    assert.equal(entry([1], 0), 1);
    assert.equal(entry([1], 1), 0);
  });

  test('sums of any length up to 128', () => {
    for (const length of [0, 1, 7, 8, 9, 100, 127, 128]) {
      const values = Float64Array.from({ length }, (_, at) => at + 1);
      assert.equal(sumInLanes(values, values.length), (length * (length + 1)) / 2);
    }
  });

  test('eight lanes, not left to right', () => {
    // 1e16 swallows a lone 1, but not the 2 that lanes 2 and 3 make first.
    const values = Float64Array.of(1e16, 0, 1, 1, 0, 0, 0, 0);
    assert.equal(sumInLanes(values, values.length), 1e16 + 2);
    assert.equal(
      values.reduce((sum, value) => sum + value, 0),
      1e16,
    );
  });

  test('figures are rounded down', () => {
    assert.equal(showFigure(0.599), '0.59');
    assert.equal(showFigure(0.29), '0.29');
    assert.equal(showFigure(1), '1.00');
  });
});

function sanitised(values: readonly number[]): Float64Array {
  const { previous } = makeVectors(new Float64Array());
  sanitiseParameters(previous, values);
  return previous;
}

suite('inputs', () => {
  test('parameters: padded, cut, what is not finite is 0', () => {
    const short = sanitised([1, NaN, Infinity, -Infinity, -0, 2]);
    assert.equal(short.length, 128);
    assert.deepEqual([...short.subarray(0, 7)], [1, 0, 0, 0, 0, 2, 0]);
    const long = sanitised(Array.from({ length: 500 }, (_, at) => at));
    assert.deepEqual([long.length, long.at(-1)], [128, 127]);
  });

  test('drift: three components, each within ±1', () => {
    assert.equal(driftNorm([]), 0);
    assert.equal(driftNorm([0, -0.5]), 0.5);
    assert.equal(driftNorm([NaN, 7, Infinity]), 1);
    assert.equal(driftNorm([0, 0, 0, 1]), 0);
    assert.equal(driftNorm([1e300, 1, -1]), Math.sqrt(3));
  });

  test('a change too large to square counts as unknown', () => {
    const far = sanitised([1e200]);
    const near = sanitised([]);
    assert.deepEqual(compareParameters(far, near), { change: 0, coherence: 0.5 });
    assert.deepEqual(compareParameters(far, null), { change: 0, coherence: 1 });
  });
});

suite('dynamics with a broken state', () => {
  const calm = { change: 0, coherence: 1, drift: 0 };
  const sound = { E: 0.5, I: 0.9, S: 0.5, V: 0, lambda1: 0.15 };

  test('not a number: each symbol goes back to where it began', () => {
    const nothing = { E: NaN, I: NaN, S: NaN, V: NaN, lambda1: 0.15 };
    for (const { flow } of Object.values(profileRules)) {
      assert.deepEqual(advance(nothing, calm, flow), { E: 0.5, I: 0.9, S: 0.5, V: 0 });
    }
  });

  test('infinite: to the end of the range', () => {
    const { flow } = profileRules.reference;
    const drive = { ...calm, change: Infinity };
    const { E, S } = advance(sound, drive, flow);
    assert.deepEqual([E, S], [1, 1]);
    assert.equal(advance({ ...sound, V: Infinity }, calm, flow).V, 0);
    assert.equal(advance({ ...sound, E: Infinity }, calm, flow).V, 1);
    assert.equal(advance({ ...sound, I: Infinity }, calm, flow).V, -1);
  });

  test('V is bounded in the calibrated profile only', () => {
    const far = { ...sound, V: 3 };
    assert.equal(advance(far, calm, profileRules.calibrated.flow).V, 1);
    assert.ok(advance(far, calm, profileRules.reference.flow).V > 2);
  });
});

const calmVoid = { threshold: 0.15, active: false };
const inVoid = { threshold: 0.15, active: true };

suite('decision: the first rule that matches', () => {
  const cases: [number, number, typeof calmVoid, string, RegExp][] = [
    [0, 1, inVoid, 'reject', /void/u],
    [0, 0.599, calmVoid, 'reject', /coherence 0\.59 is under 0\.60/u],
    [0.299, 0.6, calmVoid, 'approve', /risk 0\.29 is under 0\.30/u],
    [0.3, 0.6, calmVoid, 'revise', /risk 0\.30 is under 0\.70/u],
    [0.7, 0.6, calmVoid, 'reject', /risk 0\.70 reached 0\.70/u],
  ];
  for (const [risk, coherence, voidState, action, reason] of cases) {
    test(`risk ${risk}, coherence ${coherence}, void ${voidState.active}: ${action}`, () => {
      const decision = decide(risk, coherence, voidState);
      assert.equal(decision.action, action);
      assert.equal(decision.require_human, action === 'reject');
      assert.match(decision.reason, reason);
    });
  }
});

suite('health', () => {
  const { health: settings } = defaultSettings;
  const judged = (risk: number, coherence: number): Parameters<typeof judgeHealth>[0] => ({
    risk,
    coherence,
    void: 0.2,
  });
  const rows: [risk: number, coherence: number, worst: Health, riskFirst: Health][] = [
    [0.149, 0.85, 'healthy', 'healthy'],
    [0.15, 0.85, 'degraded', 'degraded'],
    [0.3, 0.85, 'critical', 'critical'],
    [0.149, 0.849, 'degraded', 'degraded'],
    [0.149, 0.6, 'degraded', 'degraded'],
    [0.149, 0.599, 'critical', 'critical'],
    // The reference is not monotone: more risk, better health.
    [0.15, 0.599, 'critical', 'degraded'],
  ];
  for (const [risk, coherence, worst, riskFirst] of rows) {
    test(`risk ${risk}, coherence ${coherence}: ${worst}, in the reference ${riskFirst}`, () => {
      const at = judged(risk, coherence);
      assert.equal(judgeHealth(at, calmVoid, settings, 'worst').health, worst);
      assert.equal(judgeHealth(at, calmVoid, settings, 'risk-first').health, riskFirst);
      assert.equal(judgeHealth(at, inVoid, settings, 'worst').health, 'critical');
      assert.equal(judgeHealth(at, inVoid, settings, 'risk-first').health, 'critical');
    });
  }

  test('what the void means is a setting', () => {
    const mild = { ...settings, void: 'degraded' } as const;
    assert.equal(judgeHealth(judged(0, 1), inVoid, mild, 'worst').health, 'degraded');
    assert.equal(judgeHealth(judged(0.3, 1), inVoid, mild, 'worst').health, 'critical');
  });
});
