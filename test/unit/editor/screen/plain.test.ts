import assert from 'node:assert/strict';
import { plainLabel, plainMessage } from '../../../../client/editor/screen/plain.ts';

suite('plain text', () => {
  test('a label draws no icon, and looks the same', () => {
    const icon = /\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/u;
    for (const text of ['$(trash) x', 'a$(sync~spin)$(b)', '\\$(trash)', '$$(a)']) {
      const plain = plainLabel(text);
      assert.doesNotMatch(plain, icon);
      assert.equal(plain.replaceAll('\u2060', ''), text);
    }
  });

  test('what is no icon is not touched', () => {
    for (const text of ['$', '( $ (', 'cost: $5', 'claude-code/1a2b3c4d']) {
      assert.equal(plainLabel(text), text);
    }
  });

  test('a message makes no link', () => {
    const link = /\[[^\]]+\]\(/u;
    assert.doesNotMatch(plainMessage('[a](command:b) [c](https://d)'), link);
    assert.equal(plainMessage('list[0] (first)'), 'list[0] (first)');
  });
});
