import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { requestBounds } from '../../../server/store/requests.ts';
import type { Store } from '../../../server/store/port.ts';
import { ManualClock } from '../../support/manualClock.ts';
import { sampleCheckIn } from './samples.ts';
import { openSimulated, simulatedHome } from './simulatedStore.ts';

/** One store after the other on one disk: each is left as a kill would leave it. */
async function staged() {
  const clock = new ManualClock();
  const home = simulatedHome();
  let store: Store = await openSimulated(home, {}, clock);
  const key = (n: number) => ({ agent_id: 'a', request_id: `r${n}`, digest: 'd' });
  return {
    clock,
    ask: (n: number) => store.commit([sampleCheckIn('a', n)], key(n)),
    kept: (n: number): boolean => store.answered(key(n)) !== undefined,
    succeed: async () => {
      store = await openSimulated(home, {}, clock);
    },
  };
}

suite('store: requests over successions', () => {
  test('a successor knows the newest 1,000 of an agent, and all of the last ten seconds', async () => {
    const { clock, ask, kept, succeed } = await staged();
    await Promise.all(Array.from({ length: 1_200 }, (_, before) => ask(before + 1)));
    await succeed();
    assert.deepEqual([kept(1), kept(1_200)], [true, true]);
    clock.advance(requestBounds.minAgeMs + 1);
    await ask(1_201);
    await succeed();
    assert.deepEqual([kept(201), kept(202), kept(1_201)], [false, true, true]);
  });

  test('a request keeps its age over successions, and is forgotten after ten minutes', async () => {
    const { clock, ask, kept, succeed } = await staged();
    await ask(1);
    for (let minute = 1; minute <= 10; minute += 1) {
      clock.advance(60_000);
      await succeed();
      assert.ok(kept(1), `after ${minute} minutes`);
    }
    clock.advance(1);
    await succeed();
    assert.equal(kept(1), false);
  });
});
