import assert from 'node:assert/strict';
import { plainLabel, plainMessage } from '../../../client/editor/views/plain.ts';

suite('plain text', () => {
  test('a label draws no icon', () => {
    assert.equal(plainLabel('$(trash) x'), '\\$(trash) x');
    assert.equal(plainLabel('a$(sync~spin)$(b)'), 'a\\$(sync~spin)\\$(b)');
  });

  test('a backslash that was there stays', () => {
    assert.equal(plainLabel('\\$(trash)'), '\\\\$(trash)');
  });

  test('what is no icon is not touched', () => {
    for (const text of ['$(', '$()', '$(a b)', 'cost: $5', 'claude-code/1a2b3c4d']) {
      assert.equal(plainLabel(text), text);
    }
  });

  test('a message makes no link', () => {
    const link = /\[[^\]]+\]\(/u;
    assert.doesNotMatch(plainMessage('[a](command:b) [c](https://d)'), link);
    assert.equal(plainMessage('list[0] (first)'), 'list[0] (first)');
  });
});
