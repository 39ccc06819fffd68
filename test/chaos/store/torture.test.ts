import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { faultKinds } from '../../proof/histories/checkHistories.ts';
import { temporaryHome } from '../../unit/store/temporary.ts';
import { Arena, type ArenaOptions } from './arena.ts';

const options: Omit<ArenaOptions, 'home' | 'mode'> = { seed: 1, faults: 90, stopsPerKill: 2 };

suite('store: real processes that are killed and stopped', () => {
  for (const mode of ['locked', 'unlocked'] as const) {
    test(`${mode}: 30 kills, 60 stops, nothing acknowledged is lost`, async function () {
      const arena = new Arena({ ...options, mode, home: temporaryHome() });
      await arena.torture();
      const { acknowledged, kills, stops, ...tally } = await arena.audit();
      assert.deepEqual([kills, stops], [30, 60]);
      for (const kind of faultKinds) assert.equal(tally[kind], 0, JSON.stringify(tally));
      assert(acknowledged > 100, `only ${acknowledged} were acknowledged`);
    });
  }

  test('without the fence it would be: this test notices', async function () {
    const arena = new Arena({ ...options, mode: 'unfenced', home: temporaryHome() });
    await arena.torture();
    const { lost, doubled } = await arena.audit();
    assert(lost + doubled > 0, 'nothing was lost, although nobody looked who leads');
  });
});
