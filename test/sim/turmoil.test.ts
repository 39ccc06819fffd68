import { suite, test } from 'mocha';
import { faultsWanted, moods, type MoodName } from './moods.ts';
import { turmoil } from './turmoil.ts';

suite('simulation: several processes, no lock, any fault at any call', () => {
  for (const mood of Object.keys(moods) as MoodName[]) {
    test(`${mood}: nothing acknowledged is lost, nothing is done twice`, async function () {
      let faults = 0;
      for (let seed = 1; faults < faultsWanted[mood]; seed += 1)
        faults += await turmoil({ seed, mood });
    });
  }
});
