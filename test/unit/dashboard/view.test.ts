import assert from 'node:assert/strict';
import { timeLabels } from '../../../client/dashboard/format.ts';
import {
  coherenceBands,
  coherenceScale,
  looseScale,
  riskBands,
  riskScale,
} from '../../../client/dashboard/chart/scale.ts';
import {
  around,
  fittingRange,
  isYoung,
  pan,
  viewOf,
  within,
  zoom,
} from '../../../client/dashboard/chart/view.ts';

const hourMs = 3_600_000;
const nowMs = 100 * 24 * hourMs;

suite('dashboard: time on screen', () => {
  test('a range ends now; all begins with the first point', () => {
    assert.deepEqual(viewOf('hour', nowMs, null), { fromMs: nowMs - hourMs, toMs: nowMs });
    const all = viewOf('all', nowMs, nowMs - 10 * hourMs);
    assert.ok(all.fromMs < nowMs - 10 * hourMs && all.toMs > nowMs);
    assert.ok(viewOf('all', nowMs, null).fromMs < nowMs);
  });

  test('the range at first is the shortest with half of the points', () => {
    const every = (ms: number): number[] =>
      Array.from({ length: 10 }, (_, at) => nowMs - at * ms).reverse();
    assert.equal(fittingRange([], nowMs), 'hour');
    assert.equal(fittingRange(every(60_000), nowMs), 'hour');
    assert.equal(fittingRange(every(hourMs), nowMs), 'day');
    assert.equal(fittingRange(every(24 * hourMs), nowMs), 'week');
    assert.equal(fittingRange(every(240 * hourMs), nowMs), 'all');
    assert.deepEqual(
      [60_000, 180_000].map(every).map((times) => isYoung(times, nowMs)),
      [true, false],
    );
    assert.equal(isYoung([], nowMs), false);
  });

  test('zooming keeps what is under the pointer, and does not come too near', () => {
    const view = { fromMs: 0, toMs: 100_000 };
    assert.deepEqual(zoom(view, 0.5, 50_000), { fromMs: 25_000, toMs: 75_000 });
    assert.deepEqual(zoom(view, 0.5, 0), { fromMs: 0, toMs: 50_000 });
    const near = zoom(view, 1e-9, 50_000);
    assert.equal(near.toMs - near.fromMs, 2_000);
  });

  test('a view stays within the whole, and keeps its length where it can', () => {
    const whole = { fromMs: 0, toMs: 1_000 };
    assert.deepEqual(within({ fromMs: 900, toMs: 1_100 }, whole), { fromMs: 800, toMs: 1_000 });
    assert.deepEqual(within({ fromMs: -100, toMs: 100 }, whole), { fromMs: 0, toMs: 200 });
    assert.deepEqual(within({ fromMs: -1, toMs: 2_000 }, whole), whole);
    assert.deepEqual(pan({ fromMs: 0, toMs: 100 }, 0.25), { fromMs: 25, toMs: 125 });
    assert.deepEqual(around(whole, { fromMs: -5, toMs: 5 }), { fromMs: -5, toMs: 1_000 });
  });

  test('a label names the day where it changes', () => {
    const noon = new Date(2026, 4, 1, 12).getTime();
    const labels = timeLabels([noon, noon + 6 * hourMs, noon + 24 * hourMs], 6 * hourMs);
    assert.match(labels[2] ?? '', /May/u);
    assert.doesNotMatch(labels[0] ?? '', /May/u);
  });
});

suite('dashboard: values on screen', () => {
  const bounds = { healthy: 0.15, degraded: 0.3 };

  test('both limits and every peak are in sight', () => {
    assert.ok(riskScale(0.02, bounds)[1] > 0.3);
    assert.ok(riskScale(0.97, bounds)[1] > 0.97);
    const [low] = coherenceScale(0.97, { healthy: 0.85, degraded: 0.6 });
    assert.ok(low < 0.6);
    assert.ok(coherenceScale(0.1, { healthy: 0.85, degraded: 0.6 })[0] < 0.1);
  });

  test('noise does not fill a chart, and nothing is an interval too', () => {
    const [low, high] = looseScale(0.199, 0.2, 0.02);
    assert.ok(high - low >= 0.02);
    assert.deepEqual(looseScale(Infinity, -Infinity, 1), [0, 1]);
  });

  test('bands meet where the policy says', () => {
    assert.deepEqual(riskBands(bounds), [
      { from: 0.15, to: 0.3, level: 'degraded' },
      { from: 0.3, to: Infinity, level: 'critical' },
    ]);
    assert.deepEqual(coherenceBands({ healthy: 0.85, degraded: 0.6 }), [
      { from: 0.6, to: 0.85, level: 'degraded' },
      { from: -Infinity, to: 0.6, level: 'critical' },
    ]);
  });
});
