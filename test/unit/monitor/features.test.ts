import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  addCall,
  featureNames,
  initialFeatures,
  scales,
  type FeatureState,
  type MeasuredCall,
} from '../../../server/monitor/hooks/features.ts';
import { follow, initialLoopState } from '../../../server/monitor/hooks/loops.ts';
import type { Outcome } from '../../../shared/hooks.ts';
import { callOf, callsOf } from './callRun.ts';

function measure(calls: readonly MeasuredCall[]): FeatureState {
  let [loop, state] = [initialLoopState, initialFeatures];
  for (const call of calls) {
    loop = follow(loop, call);
    state = addCall(state, call, loop);
  }
  return state;
}

function valueOf(name: (typeof featureNames)[number], calls: readonly MeasuredCall[]): number {
  return measure(calls).values[featureNames.indexOf(name)] ?? NaN;
}

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);
}

suite('features', () => {
  test('each is measured on its scale and smoothed by a fifth', () => {
    const middle = { atMs: scales.progressMiddleMs, resultDigest: 'b' };
    near(valueOf('calls', [callOf()]), 0.2 / 51);
    near(valueOf('failures', [callOf({ outcome: 'failed' })]), 0.2);
    near(valueOf('edits', [callOf({ isEdit: true })]), 0.2);
    near(valueOf('output size', [callOf({ outputLength: 1e9 })]), 0.2);
    near(valueOf('time since progress', [callOf({ atMs: 0 }), callOf(middle)]), 0.1);
    const twice = callsOf(2, { argumentsDigest: 'a', resultDigest: 'r' });
    near(valueOf('repeats', twice), 0.2 / 4);
  });

  test('a failed edit is no edit, and only commands move the share of failing ones', () => {
    const failed = { outcome: 'failed', isEdit: true, isCommand: false } as const;
    near(valueOf('edits', [callOf(failed)]), 0);
    near(valueOf('failing commands', [callOf(failed)]), 0);
    const command = callOf({ outcome: 'failed' });
    near(valueOf('failing commands', [command, ...callsOf(9, { isCommand: false })]), 0.2);
  });

  test('time without anything new goes on through calls that bring nothing new', () => {
    const old = { resultDigest: 'old' };
    const times = [0, 150_000, scales.progressMiddleMs];
    const calls = times.map((atMs) => callOf({ ...old, atMs }));
    near(valueOf('time since progress', calls), 0.8 * 0.2 * (1 / 3) + 0.2 * 0.5);
  });

  test('calls that do not count change nothing', () => {
    const before = measure(callsOf(3));
    for (const outcome of ['rejected', 'interrupted', 'sibling-failed'] as const) {
      assert.equal(addCall(before, callOf({ outcome }), initialLoopState), before);
    }
  });

  test('every value stays within 0 and 1, also when the clock runs backwards', () => {
    const call = fc.record({
      tool: fc.constant('Bash'),
      argumentsDigest: fc.constantFrom('a', 'b'),
      resultDigest: fc.option(fc.constantFrom('r', 's')),
      outcome: fc.constantFrom<Outcome>('succeeded', 'failed', 'rejected'),
      isEdit: fc.boolean(),
      isCommand: fc.boolean(),
      atMs: fc.integer(),
      outputLength: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(call, { maxLength: 60 }), (calls) => {
        const { values } = measure(calls);
        assert.equal(values.length, featureNames.length);
        assert.ok(values.every((value) => value >= 0 && value <= 1));
      }),
    );
  });
});
