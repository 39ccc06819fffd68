import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { requestBounds, RequestTable } from '../../../server/store/requests.ts';
import { ManualClock } from '../../support/manualClock.ts';

function table(clock = new ManualClock()) {
  const requests = new RequestTable<number>(clock);
  const key = (n: number, agent_id = 'a') => ({ agent_id, request_id: `r${n}`, digest: 'd' });
  const add = (n: number, agent = 'a') =>
    requests.add({ key: key(n, agent), at: clock.wallMs(), kept: n });
  const has = (n: number, agent = 'a') => requests.get(key(n, agent)) !== undefined;
  return { clock, requests, add, has };
}

suite('store: requests', () => {
  test('the newest 1,000 of an agent are kept, but none of the last ten seconds is dropped', () => {
    const { clock, add, has } = table();
    for (let n = 1; n <= 1_500; n += 1) add(n);
    assert(has(1));
    clock.advance(requestBounds.minAgeMs + 1);
    add(1_501);
    assert.deepEqual([has(501), has(502), has(1_501)], [false, true, true]);
  });

  test('other agents do not push them out', () => {
    const { clock, add, has } = table();
    add(1);
    clock.advance(requestBounds.minAgeMs + 1);
    for (let n = 1; n <= 2_000; n += 1) add(n, `other ${n % 3}`);
    assert(has(1));
  });

  test('in all, the newest 100,000 are kept', () => {
    const { clock, add, has } = table();
    for (let n = 0; n < requestBounds.total; n += 1) add(n, `agent ${n % 500}`);
    clock.advance(requestBounds.minAgeMs + 1);
    add(0, 'one more');
    assert.deepEqual([has(0, 'agent 0'), has(1, 'agent 1')], [false, true]);
  });

  test('none is kept for longer than ten minutes', () => {
    const { clock, requests, add, has } = table();
    add(1);
    clock.advance(requestBounds.maxAgeMs);
    assert(has(1));
    clock.advance(1);
    assert(!has(1));
    assert.equal(requests.oldest(), undefined);
  });

  test('one that was made before a restart keeps its age; a wall clock set back does not', () => {
    const { clock, requests, has } = table();
    const key = (n: number) => ({ agent_id: 'a', request_id: `r${n}`, digest: 'd' });
    requests.add({ key: key(1), at: clock.wallMs() - requestBounds.maxAgeMs + 5, kept: 1 });
    requests.add({ key: key(2), at: clock.wallMs() + 3_600_000, kept: 2 });
    clock.advance(6);
    assert.deepEqual([has(1), has(2)], [false, true]);
    clock.advance(requestBounds.maxAgeMs);
    assert(!has(2));
  });

  test('a later answer to the same key replaces the first', () => {
    const { clock, requests, add } = table();
    add(1);
    requests.add({
      key: { agent_id: 'a', request_id: 'r1', digest: 'e' },
      at: clock.wallMs(),
      kept: 9,
    });
    assert.equal(requests.get({ agent_id: 'a', request_id: 'r1', digest: 'e' })?.kept, 9);
    assert.equal(requests.oldest()?.kept, 9);
  });
});
