import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { crashEverywhere, remainsOfAnOlderStore, type End } from './crash.ts';

const ends: readonly End[] = ['kill', 'lose', 'keep', 'tear', 'tear', 'tear', 'tear', 'tear'];

suite('simulation: a crash at every call', () => {
  for (const seed of [1, 2]) {
    test(`script ${seed}, ${ends.join(', ')}: nothing acknowledged is lost`, async () => {
      const points = await crashEverywhere({ seed, ends });
      assert(points > 3_000, `only ${points} points`);
    });
  }

  test('tear, where another store was before: nothing of it comes back', async () => {
    const remains = await remainsOfAnOlderStore();
    const points = await crashEverywhere({ seed: 1, ends: ['tear', 'tear'], remains });
    assert(points > 800, `only ${points} points`);
  });
});
