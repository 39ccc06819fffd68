import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  follow,
  initialLoopState,
  limits,
  type FinishedCall,
  type LoopState,
} from '../../../server/monitor/hooks/loops.ts';
import type { Outcome } from '../../../shared/hooks.ts';
import {
  addSeen,
  hasSeen,
  nothingSeen,
  seenMax,
} from '../../../server/monitor/hooks/seenDigests.ts';
import { callOf, callsOf } from './callRun.ts';

const fail = { outcome: 'failed' } as const;
const old = { resultDigest: 'old' };
const same = { argumentsDigest: 'same', resultDigest: 'same' };
const uncounted: readonly Outcome[] = ['rejected', 'interrupted', 'sibling-failed'];

function run(...calls: readonly FinishedCall[]): LoopState {
  return calls.reduce(follow, initialLoopState);
}

suite('loops', () => {
  test('four failures in a row are failing, five are stuck, one success ends it', () => {
    const kinds = [3, 4, 5].map((count) => run(...callsOf(count, fail)).behaviour);
    assert.deepEqual(kinds, ['none', 'failing', 'stuck']);
    const after = run(...callsOf(5, fail), callOf());
    assert.deepEqual([after.behaviour, after.facts.failureRun], ['none', 0]);
  });

  test('seven calls that bring nothing new are stuck, six are not', () => {
    const seen = callOf(old);
    const [six, seven] = [6, 7].map((count) => run(seen, ...callsOf(count, old)));
    assert.deepEqual([six?.behaviour, six?.facts.nothingNewRun], ['none', 6]);
    assert.deepEqual([seven?.behaviour, seven?.facts.nothingNewRun], ['stuck', 7]);
  });

  test('failures and old results make one run of nothing new', () => {
    const mixed = [old, fail, old, fail, fail, old, fail].map((change) => callOf(change));
    const { behaviour, facts } = run(callOf(old), ...mixed);
    assert.deepEqual([behaviour, facts.nothingNewRun, facts.failureRun], ['stuck', 7, 1]);
  });

  test('a failure is nothing new even if its result is, and that result is then seen', () => {
    const { facts } = run(callOf({ ...fail, ...old }), callOf(old));
    assert.equal(facts.nothingNewRun, 2);
  });

  test('an edit that succeeds is always new, one that fails is not', () => {
    const edit = { ...old, isEdit: true };
    assert.equal(run(callOf(old), ...callsOf(6, old), callOf(edit)).facts.nothingNewRun, 0);
    assert.equal(run(callOf(old), callOf({ ...edit, ...fail })).facts.nothingNewRun, 1);
  });

  test('an unknown result is never held to be old', () => {
    assert.equal(run(...callsOf(20, { resultDigest: null })).facts.nothingNewRun, 0);
  });

  test('calls since the last good edit count from the start, failed edits among them', () => {
    const edit = callOf({ isEdit: true });
    assert.equal(run(...callsOf(3)).facts.callsSinceGoodEdit, 3);
    assert.equal(run(edit).facts.callsSinceGoodEdit, 0);
    const { facts } = run(edit, callOf(), callOf({ ...fail, isEdit: true }));
    assert.equal(facts.callsSinceGoodEdit, 2);
  });

  test('the same call with the same result repeats at three in five, not at three in six', () => {
    const [one, two, three] = callsOf(3, same);
    assert.ok(one && two && three);
    const near = [one, callOf(), two, callOf(), three];
    const far = [one, callOf(), two, callOf(), callOf(), three];
    assert.deepEqual([run(one, two).facts.repeating, run(...near).facts.repeating], [false, true]);
    assert.equal(run(...far).facts.repeating, false);
    assert.equal(run(...near).behaviour, 'none');
  });

  test('another tool, other arguments or another result are no repetition', () => {
    for (const field of ['tool', 'argumentsDigest', 'resultDigest']) {
      const calls = [same, same, { ...same, [field]: 'other' }].map((change) => callOf(change));
      assert.equal(run(...calls).facts.repeating, false, field);
    }
  });
});

suite('loops: what is recorded as an error and is none', () => {
  for (const outcome of uncounted) {
    test(`${outcome}: neither a failure, nor nothing new, nor the end of a run`, () => {
      const leak = callsOf(20, { ...same, outcome });
      assert.equal(run(...leak), initialLoopState);
      const four = run(...callsOf(4, fail));
      assert.equal(leak.reduce(follow, four), four);
      const fifth = follow(leak.reduce(follow, four), callOf(fail));
      assert.equal(fifth.behaviour, 'stuck');
    });

    test(`${outcome}: an edit that was not made is no good edit, a result not seen stays new`, () => {
      const { facts } = run(callOf(), callOf({ ...old, outcome, isEdit: true }), callOf(old));
      assert.deepEqual([facts.callsSinceGoodEdit, facts.nothingNewRun], [2, 0]);
    });
  }
});

suite('loops: bounds', () => {
  const call = fc.record({
    tool: fc.constantFrom('Bash', 'Read'),
    argumentsDigest: fc.constantFrom('a', 'b'),
    resultDigest: fc.option(fc.constantFrom('r', 's', 't')),
    outcome: fc.constantFrom<Outcome>('succeeded', 'failed', ...uncounted),
    isEdit: fc.boolean(),
  });

  test('no fact is ever negative or beyond the number of calls, no input is changed', () => {
    fc.assert(
      fc.property(fc.array(call, { maxLength: 40 }), (calls) => {
        const state = run(...calls);
        const { failureRun, nothingNewRun, callsSinceGoodEdit } = state.facts;
        for (const count of [failureRun, nothingNewRun, callsSinceGoodEdit]) {
          assert.ok(count >= 0 && count <= calls.length);
        }
        assert.ok(failureRun <= nothingNewRun);
        assert.ok(state.repeats >= 0 && state.repeats < limits.recentMax);
        assert.ok(state.recent.length <= limits.recentMax);
        assert.deepEqual(run(...calls), state);
      }),
    );
  });

  test('results are remembered up to the cap, the oldest forgotten first', () => {
    let seen = nothingSeen;
    for (let at = 0; at < 2 * seenMax; at += 1) {
      seen = addSeen(seen, `result ${at}`);
      seen = addSeen(seen, `result ${at}`);
    }
    const size = seen.reduce((sum, page) => sum + page.size, 0);
    assert.equal(size, seenMax);
    const places = [seenMax - 1, seenMax, 2 * seenMax - 1];
    assert.deepEqual(
      places.map((at) => hasSeen(seen, `result ${at}`)),
      [false, true, true],
    );
  });
});
