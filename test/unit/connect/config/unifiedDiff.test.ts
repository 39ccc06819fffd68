import assert from 'node:assert/strict';
import fc from 'fast-check';
import { unifiedDiff } from '../../../../client/connect/config/unifiedDiff.ts';

/** As patch(1) does it. */
function patched(before: string, diff: string): string {
  const old = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const result: string[] = [];
  let taken = 0;
  for (const line of diff.split('\n').slice(2, -1)) {
    const start = /^@@ -(\d+),(\d+) \+\d+,\d+ @@$/.exec(line);
    if (start !== null) {
      const first = Number(start[1]) - (start[2] === '0' ? 0 : 1);
      while (taken < first) result.push(old[taken++] ?? '');
    } else if (line.startsWith('\\')) {
      result.push((result.pop() ?? '').replace(/\n$/, ''));
    } else if (line.startsWith('+')) result.push(`${line.slice(1)}\n`);
    else {
      assert.equal(old[taken]?.replace(/\n$/, ''), line.slice(1));
      if (line.startsWith(' ')) result.push(old[taken] ?? '');
      taken += 1;
    }
  }
  return [...result, ...old.slice(taken)].join('');
}

suite('unified diff', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', '', '{', '}'), { maxLength: 30 });
  const ended = fc.tuple(lines, fc.constant('\n')).map(([parts, end]) => parts.join('\n') + end);

  test('applied to what was, it gives what is', () => {
    fc.assert(
      fc.property(ended, ended, (before, after) => {
        assert.equal(patched(before, unifiedDiff({ path: 'f', before, after })), after);
      }),
      { numRuns: 500 },
    );
  });

  test('it reads as people know it', () => {
    const before = 'a\nb\nc\nd\ne\nf';
    const diff = unifiedDiff({ path: '/f', before, after: 'a\nb\nc\nd\nE\nf' });
    const expected = ['--- /f', '+++ /f', '@@ -2,5 +2,5 @@', ' b', ' c', ' d', '-e', '+E', ' f'];
    assert.equal(diff, [...expected, '\\ No newline at end of file', ''].join('\n'));
    const made = unifiedDiff({ path: '/f', before: null, after: 'x\n' });
    assert.equal(made, '--- /dev/null\n+++ /f\n@@ -0,0 +1,1 @@\n+x\n');
  });

  test('a file in one line is shown in part', () => {
    const diff = unifiedDiff({ path: 'f', before: null, after: 'x'.repeat(5_000) });
    assert.match(diff, /x… \(3000 more characters\)/);
  });
});
