import { suite, test } from 'mocha';
import { moods, type MoodName } from './moods.ts';
import { turmoil } from './turmoil.ts';

/** So many times something goes wrong. */
const wanted: Record<MoodName, number> = {
  wild: 9_000,
  sleepers: 1_500,
  shortLives: 3_000,
  late: 1_500,
  crowd: 3_000,
};

suite('simulation: several processes, no lock, any fault at any call', () => {
  for (const mood of Object.keys(moods) as MoodName[]) {
    test(`${mood}: nothing acknowledged is lost, nothing is done twice`, async function () {
      let faults = 0;
      for (let seed = 1; faults < wanted[mood]; seed += 1) faults += await turmoil({ seed, mood });
    });
  }
});
