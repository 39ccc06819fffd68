import assert from 'node:assert/strict';
import fc from 'fast-check';
import { alignSeries, extentOf } from '../../../client/dashboard/chart/aligned.ts';
import { thin } from '../../../client/dashboard/chart/thin.ts';
import { propertyCases } from '../../support/propertyCases.ts';

const seconds = (count: number): number[] => Array.from({ length: count }, (_, at) => at * 1_000);

suite('dashboard: thinning', () => {
  test('few points are all drawn', () => {
    const times = seconds(100);
    assert.deepEqual(thin(times, [times], { fromMs: 0, toMs: 99_000 }, 50).length, 100);
  });

  test('a single peak among 100,000 points is drawn, and so are both ends', () => {
    const times = seconds(100_000);
    const flat = times.map(() => 0.2);
    flat[77_777] = 0.9;
    const kept = thin(times, [flat], { fromMs: 0, toMs: 99_999_000 }, 800);
    assert.ok(kept.includes(77_777));
    assert.deepEqual([kept[0], kept.at(-1)], [0, 99_999]);
    assert.ok(kept.length <= 4 * 801, String(kept.length));
  });

  test('in no pixel anything is higher or lower than what is drawn of it', () => {
    const value = fc.double({ min: -5, max: 5, noNaN: true });
    const column = fc.array(value, { minLength: 60, maxLength: 400 });
    fc.assert(
      fc.property(column, fc.integer({ min: 5, max: 29 }), (values, widthPx) => {
        const times = values.map((_, at) => at);
        const view = { fromMs: 0, toMs: values.length };
        const kept = new Set(thin(times, [values], view, widthPx));
        const pixelOf = (at: number): number => Math.floor((at / values.length) * widthPx);
        for (let pixel = 0; pixel < widthPx; pixel += 1) {
          const inside = times.filter((at) => pixelOf(at) === pixel);
          const drawn = inside.filter((at) => kept.has(at)).map((at) => values[at] ?? NaN);
          const all = inside.map((at) => values[at] ?? NaN);
          assert.equal(Math.max(...drawn), Math.max(...all));
          assert.equal(Math.min(...drawn), Math.min(...all));
        }
      }),
      propertyCases(200),
    );
  });

  test('places come in order and once', () => {
    const values = seconds(1_000).map((ms) => Math.sin(ms));
    const kept = thin(seconds(1_000), [values, values], { fromMs: 0, toMs: 999_000 }, 20);
    assert.deepEqual(
      kept,
      [...new Set(kept)].sort((a, b) => a - b),
    );
  });
});

suite('dashboard: what is drawn of a series', () => {
  const drawn = { times: [0, 1_000, 2_000, 60_000, 61_000], series: [[1, 2, 3, 4, 5]] };

  test('a line breaks where the agent was silent', () => {
    const view = { fromMs: 0, toMs: 61_000 };
    const [times, values] = alignSeries(drawn, view, 100, 10_000);
    assert.deepEqual(times, [0, 1_000, 2_000, 31_000, 60_000, 61_000]);
    assert.deepEqual(values, [1, 2, 3, null, 4, 5]);
  });

  test('one point beyond either edge is drawn, so that lines reach it', () => {
    const [times] = alignSeries(drawn, { fromMs: 1_500, toMs: 2_500 }, 100, 600_000);
    assert.deepEqual(times, [1_000, 2_000, 60_000]);
  });

  test('the extent is of what is in sight', () => {
    assert.deepEqual(extentOf(drawn, { fromMs: 1_000, toMs: 60_000 }), [2, 4]);
    const [low, high] = extentOf(drawn, { fromMs: 5_000, toMs: 6_000 });
    assert.ok(low > high);
  });
});
