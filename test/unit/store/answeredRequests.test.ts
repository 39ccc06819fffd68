import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { AnsweredRequests, type StoredAnswer } from '../../../server/store/answeredRequests.ts';
import { requestBounds } from '../../../server/store/requests.ts';
import { ManualClock } from '../../support/manualClock.ts';

const count = 1_300;

function filled(clock: ManualClock): AnsweredRequests {
  const requests = new AnsweredRequests(clock);
  for (let n = 0; n < count; n += 1) {
    requests.restore([`agent ${n % 7}`, `r${n}`, 'd', clock.wallMs(), 4, 100 * n, 100]);
    clock.advance(1);
  }
  return requests;
}

function rowsOf(requests: AnsweredRequests): StoredAnswer[] {
  const rows = requests.payloads().map((payload) => JSON.parse(payload.toString()) as unknown);
  return rows.flat() as StoredAnswer[];
}

suite('store: answered requests', () => {
  test('a snapshot has all of them, and a start from it knows them all', () => {
    const clock = new ManualClock();
    const rows = rowsOf(filled(clock));
    assert.deepEqual(
      rows.map(([, request]) => request),
      Array.from({ length: count }, (_, n) => `r${n}`),
    );
    const restarted = new AnsweredRequests(clock);
    for (const row of rows) restarted.restore(row);
    const key = { agent_id: 'agent 5', request_id: 'r1202', digest: 'd' };
    assert.deepEqual(restarted.get(key)?.kept, { epoch: 4, start: 120_200, length: 100 });
    assert.equal(restarted.oldestEpoch, 4);
  });

  test('a page is written as the same bytes again, until nothing in it counts', () => {
    const clock = new ManualClock();
    const requests = filled(clock);
    const before = requests.payloads();
    assert.equal(before[0], requests.payloads()[0]);
    clock.advance(requestBounds.maxAgeMs);
    requests.restore(['late', 'r', 'd', clock.wallMs(), 5, 0, 100]);
    assert.deepEqual(
      rowsOf(requests).map(([, request]) => request),
      [...Array.from({ length: count % 512 }, (_, at) => `r${count - (count % 512) + at}`), 'r'],
    );
    assert.equal(requests.oldestEpoch, 5);
  });
});
