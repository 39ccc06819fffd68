import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { silenceMs } from '../../../server/store/lock/lock.ts';
import { temporaryHome } from '../../unit/store/temporary.ts';
import { Race, type Left } from './race.ts';

const racers = 16;
const rounds = 30;
const lefts: readonly Left[] = ['the lock of a dead process', 'nothing', 'an empty lock folder'];

suite('store: many processes meet one lock', () => {
  let race: Race | null = null;

  suiteSetup(async function () {
    race = await Race.gather(racers, 'ours');
  });

  suiteTeardown(() => race?.end());

  for (const left of lefts) {
    test(`${left}: ${racers} racers, ${rounds} rounds, one winner each`, async function () {
      const home = temporaryHome();
      for (let round = 1; round <= rounds; round += 1) {
        const path = join(home, `store-${round}`);
        const { winners, losers, answers, tookMs } = await race!.run(path, left);
        assert.deepEqual([winners, losers], [1, racers - 1], `round ${round}: ${answers.join()}`);
        // Nobody may take a dead owner for one that has to be watched.
        assert(tookMs < silenceMs, `round ${round} took ${tookMs} ms`);
        assert(!existsSync(`${path}.lock`));
      }
    });
  }
});
