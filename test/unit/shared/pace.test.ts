import assert from 'node:assert/strict';
import { Pace } from '../../../shared/pace.ts';
import { ManualClock } from '../../support/manualClock.ts';

suite('pace', () => {
  let clock: ManualClock;
  let ran: number[];
  let pace: Pace;

  setup(() => {
    clock = new ManualClock();
    ran = [];
    pace = new Pace(clock, 250, () => ran.push(clock.monotonicMs()));
  });

  test('the first is at once, the last is never missed', () => {
    pace.ask();
    pace.ask();
    pace.ask();
    assert.deepEqual(ran, [0]);
    clock.advance(1_000);
    assert.deepEqual(ran, [0, 250]);
  });

  test('two are never closer than 250 ms, however often it is asked', () => {
    for (let at = 0; at < 1_000; at += 10) {
      pace.ask();
      clock.advance(10);
    }
    assert.deepEqual(ran, [0, 250, 500, 750, 1_000]);
  });

  test('rests when nothing is asked, and is prompt again afterwards', () => {
    pace.ask();
    clock.advance(600);
    assert.equal(clock.pending, 0);
    pace.ask();
    assert.deepEqual(ran, [0, 600]);
  });

  test('leaves nothing behind', () => {
    pace.ask();
    pace.ask();
    pace.dispose();
    clock.advance(1_000);
    assert.deepEqual(ran, [0]);
    assert.equal(clock.pending, 0);
  });
});
