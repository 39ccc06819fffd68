import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  drawnTimes,
  lowerBound,
  mergePoints,
  nearest,
  noPoints,
} from '../../../client/dashboard/points.ts';
import { propertyCases } from '../../support/propertyCases.ts';
import { pointsOf } from './samples.ts';

suite('dashboard: points', () => {
  test('live ones come behind, older ones before', () => {
    const known = mergePoints(noPoints, pointsOf([5, 6]));
    const longer = mergePoints(known, pointsOf([7]));
    const whole = mergePoints(longer, pointsOf([1, 2]));
    assert.deepEqual(whole, pointsOf([1, 2, 5, 6, 7]));
    assert.deepEqual(mergePoints(whole, pointsOf([3, 4])), pointsOf([1, 2, 3, 4, 5, 6, 7]));
  });

  test('what is sent twice is there once', () => {
    const known = pointsOf([2, 4, 6]);
    assert.deepEqual(mergePoints(known, known), known);
    assert.deepEqual(mergePoints(known, pointsOf([3, 4, 5])), pointsOf([2, 3, 4, 5, 6]));
    assert.equal(mergePoints(known, noPoints), known);
  });

  test('in whatever pieces and order they come, all are there in order', () => {
    const piece = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const sorted = pieces.map((versions) => pointsOf(versions.toSorted((a, b) => a - b)));
        const merged = sorted.reduce(mergePoints, noPoints);
        assert.deepEqual(merged, pointsOf([...new Set(pieces.flat())].sort((a, b) => a - b)));
      }),
      propertyCases(300),
    );
  });

  test('time never goes back where it is drawn, and stays as it was stored', () => {
    const points = { ...pointsOf([1, 2, 3]), atMs: [1_000, 400, 2_000] };
    assert.deepEqual(drawnTimes(points), [1_000, 1_000, 2_000]);
    assert.deepEqual(points.atMs, [1_000, 400, 2_000]);
  });

  test('places are found among none, one and many', () => {
    assert.equal(lowerBound([], 1), 0);
    assert.deepEqual(
      [0, 1, 2, 3, 9].map((n) => lowerBound([1, 2, 2, 4], n)),
      [0, 0, 1, 3, 4],
    );
    assert.equal(nearest([], 1), -1);
    assert.deepEqual(
      [-5, 4, 6, 99].map((n) => nearest([0, 10], n)),
      [0, 0, 1, 1],
    );
  });
});
