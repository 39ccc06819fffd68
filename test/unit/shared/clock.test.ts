import assert from 'node:assert/strict';
import fc from 'fast-check';
import { everyInStep, type Clock } from '../../../shared/clock.ts';
import { ManualClock } from '../../support/manualClock.ts';

const periodMs = 5_000;

/** The same time, as another process has it that started elsewhere, with timers that are not exact. */
function inexact(clock: ManualClock, byMs: () => number): Clock {
  return { ...clock, after: (ms, run) => clock.after(Math.max(0, ms + byMs()), run) };
}

suite('every so often, in step', () => {
  test('processes that began at any time beat at the same moments', () => {
    const begins = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(begins, (startsMs) => {
        const clock = new ManualClock();
        const beatsOf = startsMs.map(() => [] as number[]);
        startsMs.forEach((startMs, at) =>
          clock.after(startMs, () => {
            everyInStep(clock, periodMs, () => beatsOf[at]?.push(clock.wallMs()));
          }),
        );
        clock.advance(60_000);
        const last = beatsOf.map((beats) => beats.slice(-6));
        for (const beats of last) assert.deepEqual(beats, last[0]);
        assert.equal(last[0]?.length, 6);
      }),
    );
  });

  test('one beat a period, however early or late the timers are', () => {
    const errors = fc.array(fc.integer({ min: -3, max: 40 }), { minLength: 1 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: periodMs }), errors, (startMs, errorsMs) => {
        const clock = new ManualClock();
        clock.advance(startMs);
        let turn = 0;
        const off = (): number => errorsMs[(turn += 1) % errorsMs.length] ?? 0;
        const periods: number[] = [];
        everyInStep(inexact(clock, off), periodMs, () =>
          periods.push(Math.round(clock.wallMs() / periodMs)),
        );
        clock.advance(20 * periodMs);
        periods.forEach((period, at) => assert.equal(period, (periods[0] ?? NaN) + at));
        assert.ok(periods.length >= 18, `${periods.length} beats`);
      }),
    );
  });

  test('nothing comes after it was disposed of', () => {
    const clock = new ManualClock();
    let beats = 0;
    const beating = everyInStep(clock, periodMs, () => (beats += 1));
    clock.advance(2 * periodMs);
    beating.dispose();
    clock.advance(10 * periodMs);
    assert.deepEqual([beats, clock.pending], [2, 0]);
  });
});
