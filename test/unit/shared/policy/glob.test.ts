import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { matchesGlob } from '../../../../shared/policy/glob.ts';

const examples: readonly (readonly [string, string, boolean])[] = [
  ['a', 'a', true],
  ['a', 'A', false],
  ['a', 'ab', false],
  ['', '', true],
  ['*', '', true],
  ['*', 'any/thing at all', true],
  ['claude-code/*', 'claude-code/1234abcd', true],
  ['claude-code/*', 'codex/claude-code/1', false],
  ['*-test', 'my-test', true],
  ['*-test', 'my-tests', false],
  ['a*b*c', 'abbbc', true],
  ['a*b*c', 'acb', false],
  ['?', '😀', true],
  ['??', '😀', false],
  ['a?c', 'ac', false],
  ['[ab]', 'a', false],
  ['[ab]', '[ab]', true],
  ['a.c', 'abc', false],
  ['.*', 'x', false],
  ['$(x)', '$(x)', true],
];

suite('globs over agent ids', () => {
  for (const [glob, id, isMatch] of examples) {
    test(`${JSON.stringify(glob)} ${isMatch ? 'matches' : 'does not match'} ${JSON.stringify(id)}`, () =>
      assert.equal(matchesGlob(glob, id), isMatch));
  }

  test('agree with a regular expression on everything', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', '/', '*', '?', '.', '😀'), { maxLength: 8 });
    const special = /[.*+?^${}()|[\]\\/]/g;
    fc.assert(
      fc.property(letters, letters, (globParts, idParts) => {
        const source = globParts.map((part) => {
          if (part === '*') return '.*';
          return part === '?' ? '.' : part.replace(special, '\\$&');
        });
        const expected = new RegExp(`^${source.join('')}$`, 'su').test(idParts.join(''));
        assert.equal(matchesGlob(globParts.join(''), idParts.join('')), expected);
      }),
      { numRuns: 5_000 },
    );
  });

  test('a glob made to be slow is not', () => {
    const glob = `${'*a'.repeat(128)}b`;
    assert.equal(matchesGlob(glob, 'a'.repeat(128)), false);
  });
});
