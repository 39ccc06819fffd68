import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { moods, type MoodName } from './moods.ts';
import { turmoil } from './turmoil.ts';

/** How many times the faults of an everyday run; and where the seeds begin. */
const factor = Number(process.env['WATCHSTANDER_SIM_FACTOR'] ?? 1);
const firstSeed = Number(process.env['WATCHSTANDER_SIM_SEED'] ?? 1);

const wanted: Record<MoodName, number> = {
  wild: 9_000,
  sleepers: 1_500,
  shortLives: 3_000,
  crowd: 3_000,
};

suite('simulation: several processes, no lock, any fault at any call', () => {
  for (const mood of Object.keys(moods) as MoodName[]) {
    test(`${mood}: nothing acknowledged is lost, nothing is done twice`, async function () {
      const faultCount = wanted[mood] * factor;
      this.timeout(60_000 * factor);
      let faults = 0;
      let seed = firstSeed;
      for (; faults < faultCount; seed += 1) faults += await turmoil({ seed, mood });
      assert(faults >= faultCount, `seeds ${firstSeed} to ${seed}`);
    });
  }
});
