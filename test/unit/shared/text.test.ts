import assert from 'node:assert/strict';
import fc from 'fast-check';
import { agentIdFault, cleanNote, countCodePoints, measureText } from '../../../shared/text.ts';

suite('text', () => {
  test('code points are counted as spreading a string counts them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.equal(countCodePoints(text), [...text].length);
      }),
    );
  });

  test('each keyword counts once, in any case', () => {
    assert.equal(measureText('sudo SUDO Sudo').keyword_hits, 1);
    assert.equal(measureText('Ignore Previous; DROP TABLE x; <script>').keyword_hits, 3);
    assert.equal(measureText('nothing of the kind').keyword_hits, 0);
  });

  test('an id is judged, never altered', () => {
    assert.equal(agentIdFault('claude/1f2e'), null);
    assert.match(agentIdFault('a\u0000') ?? '', /control/);
  });

  test('a note loses what could mislead a reader, and its excess', () => {
    assert.equal(cleanNote('one\ntwo\u202e three\u0007', 500), 'one two three ');
    assert.equal(cleanNote('🚢'.repeat(10), 3), '🚢🚢🚢');
  });

  test('a cleaned note is well-formed, short and clean, whatever came', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const note = cleanNote(text, 20);
        assert.ok(note.isWellFormed());
        assert.ok(countCodePoints(note) <= 20);
        assert.doesNotMatch(note, /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});
