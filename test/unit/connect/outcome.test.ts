import assert from 'node:assert/strict';
import { describeTrust, type Trust } from '../../../client/connect/codexTrust.ts';
import { harnessOf } from '../../../client/connect/harnesses.ts';
import { describeOutcome } from '../../../client/connect/outcome.ts';

const codex = harnessOf('codex');

function linesOf(ok: boolean, said: string, trust: Trust | null = null): string[] {
  return describeOutcome(codex, {
    changes: [],
    trust,
    proofs: [{ of: 'hook', ok, said, tookMs: 9 }],
  });
}

suite('what Connect says came of it', () => {
  test('what works, in one line', () => {
    assert.deepEqual(linesOf(true, 'stopped the test call'), [
      'hook: proven, stopped the test call (9 ms)',
    ]);
  });

  test('what does not, with what to do', () => {
    assert.deepEqual(linesOf(false, 'did not stop a test call: it ended with code 1'), [
      'hook: NOT WORKING, it did not stop a test call: it ended with code 1 (9 ms). ' +
        'Look at log/hook.log in the home, then run `watchstander connect codex` again.',
    ]);
  });

  test('whether Codex runs the hooks, and what to do where it does not', () => {
    const said = (trust: Trust): string => linesOf(true, '', trust)[1] ?? '';
    const step = 'Start codex, type /hooks and trust the hooks of Watchstander.';
    assert.equal(said({ hooks: 9, skipped: [] }), 'Codex trust: given for all 9 hooks');
    assert.equal(
      said({ hooks: 9, skipped: ['Stop'] }),
      `Codex trust: not given yet, Codex skips 1 of 9 hooks. ${step}`,
    );
    assert.match(
      said({ hooks: 0, skipped: [] }),
      /^Codex trust: Codex does not list the hooks, as/,
    );
    assert.deepEqual(describeTrust(null).isGiven, false);
  });
});
