import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import type { Rules } from '../../server/store/ground.ts';
import { remainsOfAnOlderStore, tearOverRemains } from './crash.ts';
import type { MoodName } from './moods.ts';
import { turmoil } from './turmoil.ts';

/**
 * The simulation is only worth what it finds: with any one of the rules switched off, it must.
 */
suite('simulation: with a rule switched off, updates are lost and it is noticed', () => {
  const cases: readonly [rule: keyof Rules, invariant: string, mood: MoodName][] = [
    ['claimOnlyTheMaximum', 'I3', 'sleepers'],
    ['keepAbandonedClaims', 'I4', 'crowd'],
    ['syncBeforeAnswer', 'I6, durable', 'wild'],
    ['checkFenceBeforeAnswer', 'I6, still leading', 'crowd'],
    ['collectAscending', 'the order of collection', 'sleepers'],
    ['cutHistories', 'the cut of histories', 'shortLives'],
  ];
  for (const [rule, invariant, mood] of cases) {
    test(`${invariant} (${rule})`, async () => {
      const seed = await firstFailure(rule, mood);
      assert(seed !== null, `${rule} is switched off, and nobody misses it`);
    });
  }

  test('the seed of the checksum (seedChecksums)', async () => {
    const rules = { seedChecksums: false };
    const remains = await remainsOfAnOlderStore(rules);
    const isFromBefore = (error: Error) => String(error.cause).includes('nobody asked');
    await assert.rejects(tearOverRemains({ rules, remains }), isFromBefore);
  });
});

const seeds = 1_500;

async function firstFailure(rule: keyof Rules, mood: MoodName): Promise<number | null> {
  for (let seed = 1; seed <= seeds; seed += 1) {
    try {
      await turmoil({ seed, mood, rules: { [rule]: false } });
    } catch {
      return seed;
    }
  }
  return null;
}
