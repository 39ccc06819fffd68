import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { crashAt, remainsOfAnOlderStore, tearOverRemains, type End } from './crash.ts';

const ends: readonly [end: End, variants: number][] = [
  ['kill', 1],
  ['lose', 1],
  ['keep', 1],
  ['tear', 6],
];

suite('simulation: a crash at every call', () => {
  for (const [end, variants] of ends) {
    test(`${end}: nothing acknowledged is lost`, async () => {
      let points = 0;
      for (let variant = 0; variant < variants; variant += 1) {
        for (let call = 1; await crashAt({ call, when: 'before', end, variant }); call += 1) {
          await crashAt({ call, when: 'after', end, variant });
          points += 2;
        }
      }
      assert(points > 400 * variants, `only ${points} points`);
    });
  }

  test('tear, where another store was before: nothing of it comes back', async () => {
    const remains = await remainsOfAnOlderStore();
    const points = await tearOverRemains({ remains });
    assert(points > 400, `only ${points} points`);
  });
});
