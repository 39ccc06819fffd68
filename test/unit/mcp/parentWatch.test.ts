import assert from 'node:assert/strict';
import process from 'node:process';
import { watchParent } from '../../../client/mcp/parentWatch.ts';
import { beats } from '../../../shared/beats.ts';
import { ManualClock } from '../../support/manualClock.ts';

suite('mcp/parentWatch', () => {
  /** How often it is told that the parent is gone, in two looks. */
  function toldOf(parents: readonly number[]): number {
    const clock = new ManualClock();
    let looks = 0;
    let told = 0;
    const parentNow = (): number => parents[Math.min(looks++, parents.length - 1)] ?? 0;
    const watch = watchParent(clock, () => (told += 1), parentNow);
    clock.advance(2 * beats.periodMs);
    watch.dispose();
    return told;
  }

  test('a parent that lives is not gone, another one means that the first is', () => {
    assert.equal(toldOf([process.pid]), 0);
    assert.equal(toldOf([process.pid, 1]), 2);
  });

  test('one outside of the container is 0 and is not to be looked at', () => {
    assert.equal(toldOf([0]), 0);
    assert.equal(toldOf([0, 1]), 2);
  });
});
