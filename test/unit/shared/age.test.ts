import assert from 'node:assert/strict';
import { describeAge as onThePage } from '../../../client/dashboard/format.ts';
import { english as words } from '../../../client/dashboard/words.ts';
import { describeAge as inTheWindow } from '../../../client/editor/screen/scene.ts';
import { english } from '../editor/rows.ts';

suite('ages', () => {
  const minute = 60_000;
  const cases: [number, string][] = [
    [-5_000, 'now'],
    [0, 'now'],
    [minute - 1, 'now'],
    [minute, '1 min ago'],
    [59 * minute, '59 min ago'],
    [60 * minute, '1 h ago'],
    [24 * 60 * minute, '1 day ago'],
    [72 * 60 * minute, '3 days ago'],
  ];
  for (const [ageMs, told] of cases) {
    test(`${ageMs} ms is “${told}” on every screen`, () => {
      assert.deepEqual([inTheWindow(ageMs, english), onThePage(ageMs, words)], [told, told]);
    });
  }
});
