import assert from 'node:assert/strict';
import { SessionBackoff } from '../../../../client/editor/connection/sessionBackoff.ts';

function waitsAfter(lived: readonly number[]): number[] {
  const backoff = new SessionBackoff();
  return lived.map((livedMs) => {
    backoff.sessionEnded(livedMs);
    return backoff.waitMs;
  });
}

suite('session back-off', () => {
  test('does not wait after sessions that were of use', () => {
    assert.deepEqual(waitsAfter([60_000, 2_000, 3_000, 2_001]), [0, 0, 0, 0]);
  });

  test('slows down with short sessions in a row, and never stops', () => {
    const waits = waitsAfter(Array.from({ length: 12 }, () => 5));
    assert.deepEqual(waits, [0, 0, 0, 50, 100, 200, 400, 800, 1_600, 2_000, 2_000, 2_000]);
  });

  test('forgets them after a long one', () => {
    assert.deepEqual(waitsAfter([1, 1, 1, 1, 1, 2_500, 1]), [0, 0, 0, 50, 100, 0, 0]);
  });

  test('makes at most eleven sessions in four seconds out of ones that end at once', () => {
    const waits = waitsAfter(Array.from({ length: 11 }, () => 0));
    assert.ok(waits.reduce((sum, wait) => sum + wait) > 4_000);
  });
});
