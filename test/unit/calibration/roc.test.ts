import assert from 'node:assert/strict';
import { defaultSettings } from '../../../server/governance/settings.ts';
import { measure } from '../../calibration/measure.ts';
import { rocOf } from '../../calibration/roc.ts';

function areaOf(healthy: number[], faulty: number[]): number {
  return rocOf(Float64Array.from(healthy), Float64Array.from(faulty)).area;
}

suite('ROC', () => {
  test('the area is the share of pairs in order, ties half', () => {
    assert.equal(areaOf([1, 2], [3, 4]), 1);
    assert.equal(areaOf([3, 4], [1, 2]), 0);
    assert.equal(areaOf([1, 3], [2]), 0.5);
    assert.equal(areaOf([1, 1, 2], [1, 2]), (0.5 + 0.5 + 0 + 1 + 1 + 0.5) / 6);
  });

  test('the curve goes from no alarm to all alarms', () => {
    const { points } = rocOf(Float64Array.of(1, 3), Float64Array.of(2, 4));
    const expected = [0, 0, 0, 0.5, 0.5, 0.5, 0.5, 1, 1, 1];
    assert.deepEqual(points.flat(), expected);
  });
});

suite('calibration', () => {
  test('a strong fault is found in every agent, and nothing in healthy ones', () => {
    const { falseAlarms, detection } = measure(2, defaultSettings.health);
    for (const alarms of Object.values(falseAlarms)) assert.equal(alarms.calibrated.critical, 0);
    const found = detection['drift [.3]x3']!.calibrated;
    assert.equal(found.critical.reached, 1);
    assert.ok(found.roc.area > 0.99, `area ${found.roc.area}`);
  });
});
