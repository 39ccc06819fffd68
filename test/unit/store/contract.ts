import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { WatchstanderError, type ErrorCode } from '../../../shared/errors.ts';
import type { Mutation, Published, RequestKey, Store } from '../../../server/store/port.ts';
import { documentContract } from './documentContract.ts';
import { sampleCheckIn } from './samples.ts';

/** What every store does, wherever it keeps things. `open` makes an empty one. */
export function storeContract(name: string, open: () => Promise<Store>): void {
  const using = (title: string, run: (store: Store) => Promise<void>) => {
    test(title, async () => {
      const store = await open();
      try {
        await run(store);
      } finally {
        await store.close();
      }
    });
  };

  suite(`${name}: commits`, () => commitContract(using));
  suite(`${name}: requests`, () => requestContract(using));
  suite(`${name}: documents`, () => documentContract(using));
  suite(`${name}: history`, () => historyContract(using));
}

type Using = (title: string, run: (store: Store) => Promise<void>) => void;

function commitContract(using: Using): void {
  using('starts empty', (store) => {
    assert.deepEqual([...store.list()], []);
    assert.equal(store.read('a'), undefined);
    assert.equal(store.revision, 0);
    return Promise.resolve();
  });

  using('a commit is version 1 and exactly what was given', async (store) => {
    const mutation = sampleCheckIn('a', 1);
    const receipt = await store.commit([mutation]);
    assert.deepEqual(receipt.records, [{ agent_id: 'a', version: 1, ...mutation.patch }]);
    assert.deepEqual(store.read('a'), receipt.records[0]);
    assert.deepEqual([receipt.revision, store.revision], [1, 1]);
  });

  using('a patch replaces fields as a whole and keeps the others', async (store) => {
    await store.commit([sampleCheckIn('a', 1)]);
    const before = store.read('a')!;
    await store.commit([{ agent_id: 'a', patch: { notes: 'new', tags: [] } }]);
    assert.deepEqual(store.read('a'), { ...before, notes: 'new', tags: [], version: 2 });
  });

  using('what is committed is seen only when durable; the draft is seen at once', async (store) => {
    const commit = store.commit([sampleCheckIn('a', 1)]);
    assert.equal(store.read('a'), undefined);
    assert.equal(store.draft('a')?.version, 1);
    await commit;
    assert.equal(store.read('a')?.version, 1);
  });

  using('commits of one agent queue up on each other', async (store) => {
    const receipts = [];
    for (let n = 1; n <= 150; n += 1) {
      receipts.push(store.commit([sampleCheckIn('a', n, store.draft('a')?.state.window)]));
    }
    const versions = (await Promise.all(receipts)).map(({ records }) => records[0]!.version);
    assert.deepEqual(
      versions,
      [...Array(150).keys()].map((n) => n + 1),
    );
    assert.equal(store.read('a')?.state.window.length, 100);
  });

  using(
    'an expected version that is not the newest is a conflict and changes nothing',
    async (store) => {
      await store.commit([{ ...sampleCheckIn('a', 1), expected_version: 0 }]);
      const stale: Mutation = { agent_id: 'a', expected_version: 0, patch: { notes: 'lost' } };
      const error = await refusal(store.commit([stale]), 'CONFLICT');
      assert.equal(error.details.current_version, 1);
      assert.equal((error.details.current_state as { E: number }).E, store.read('a')?.state.E);
      assert.deepEqual([store.read('a')?.notes, store.revision], ['', 1]);
    },
  );

  using('several mutations are all or none', async (store) => {
    await store.commit([sampleCheckIn('a', 1), sampleCheckIn('b', 1), sampleCheckIn('a', 2)]);
    assert.deepEqual([store.read('a')?.version, store.read('b')?.version], [2, 1]);
    const half = [
      { agent_id: 'a', patch: { notes: 'half' } },
      { agent_id: 'b', expected_version: 7, patch: { notes: 'half' } },
    ];
    const error = await refusal(store.commit(half), 'CONFLICT');
    assert.equal(error.details.index, 1);
    assert.deepEqual([store.draft('a')?.notes, store.revision], ['', 1]);
  });

  using('ids that look like something else are only ids', async (store) => {
    for (const id of ['__proto__', '../x', 'constructor', '日本/🦀', 'seg-0000000001']) {
      await store.commit([sampleCheckIn(id, 1)]);
      assert.equal(store.read(id)?.version, 1);
    }
    assert.equal([...store.list()].length, 5);
  });

  using('records cannot be changed', async (store) => {
    await store.commit([sampleCheckIn('a', 1)]);
    const record = store.read('a') as unknown as { notes: string; tags: string[] };
    assert.throws(() => (record.notes = 'x'), TypeError);
    assert.throws(() => record.tags.push('x'), TypeError);
  });

  using('numbers that no file could hold are a fault of the program', async (store) => {
    const bad = { ...sampleCheckIn('a', 1), point: { ...sampleCheckIn('a', 1).point!, risk: NaN } };
    await assert.rejects(store.commit([bad]), /not finite/);
    await assert.rejects(store.commit([{ agent_id: 'a', patch: { notes: '' } }]), /gives created/);
    assert.equal(store.draft('a'), undefined);
  });

  using('every change is published, in order and once', async (store) => {
    const seen: Published[] = [];
    const listening = store.onPublished((change) => seen.push(change));
    await store.commit([sampleCheckIn('a', 1), sampleCheckIn('b', 1)]);
    await store.commit([sampleCheckIn('b', 2)]);
    listening.dispose();
    await store.commit([sampleCheckIn('b', 3)]);
    assert.deepEqual(seen, [
      { revision: 1, agent_ids: ['a', 'b'] },
      { revision: 2, agent_ids: ['b'] },
    ]);
  });

  using('tells its health, and is not lost while all is well', async (store) => {
    const losses: string[] = [];
    const listening = store.onLost((why) => losses.push(why));
    await store.commit([sampleCheckIn('a', 1)]);
    const { epoch, read_only } = store.health();
    assert.deepEqual([epoch, read_only, losses], [store.epoch, false, []]);
    listening.dispose();
  });

  using('a closed store refuses', async (store) => {
    const last = store.commit([sampleCheckIn('a', 1)]);
    await store.close();
    assert.equal((await last).revision, 1);
    await refusal(store.commit([sampleCheckIn('a', 2)]), 'UNAVAILABLE');
  });
}

function requestContract(using: Using): void {
  const key: RequestKey = { agent_id: 'a', request_id: 'r1', digest: 'd1' };

  using('a repeated request gives the same receipt and changes nothing', async (store) => {
    const first = await store.commit([sampleCheckIn('a', 1)], key);
    await store.commit([sampleCheckIn('a', 2, store.draft('a')!.state.window)]);
    const again = await store.commit([sampleCheckIn('a', 9)], key);
    assert.deepEqual([again.revision, store.revision], [first.revision, 2]);
    assert.deepEqual(withoutWindow(again.records[0]!), withoutWindow(first.records[0]!));
  });

  using('a repeated edit gives the same receipt', async (store) => {
    await store.commit([sampleCheckIn('a', 1)]);
    const first = await store.commit([{ agent_id: 'a', patch: { notes: 'one' } }], key);
    await store.commit([{ agent_id: 'a', patch: { notes: 'two', tags: ['later'] } }]);
    const again = await store.commit([{ agent_id: 'a', patch: { notes: 'one' } }], key);
    assert.deepEqual(withoutWindow(again.records[0]!), withoutWindow(first.records[0]!));
  });

  using('what was remarked on a change is said again with the answer', async (store) => {
    await store.commit([sampleCheckIn('a', 1)]);
    const edits: Mutation[] = [
      { agent_id: 'a', patch: { notes: 'one' }, remark: { merged: ['x', 1] } },
      { agent_id: 'a', patch: { notes: 'two' } },
    ];
    const first = await store.commit(edits, key);
    await store.commit([sampleCheckIn('a', 2, store.draft('a')!.state.window)]);
    const again = await store.commit(edits, key);
    assert.deepEqual(first.remarks, [{ merged: ['x', 1] }, undefined]);
    assert.deepEqual(again.remarks, first.remarks);
  });

  using('a request repeated while the first is on its way joins it', async (store) => {
    const [one, two] = await Promise.all([
      store.commit([sampleCheckIn('a', 1)], key),
      store.commit([sampleCheckIn('a', 1)], { ...key }),
    ]);
    assert.deepEqual([one.revision, two.revision, store.revision], [1, 1, 1]);
  });

  using('the same request with other arguments is a conflict', async (store) => {
    const first = store.commit([sampleCheckIn('a', 1)], key);
    const other = { ...key, digest: 'd2' };
    await refusal(store.commit([sampleCheckIn('a', 1)], other), 'CONFLICT');
    await first;
    await refusal(store.commit([sampleCheckIn('a', 1)], other), 'CONFLICT');
    await refusal(store.answered(other)!, 'CONFLICT');
    assert.equal(store.revision, 1);
  });

  using('a request is of one agent', async (store) => {
    await store.commit([sampleCheckIn('a', 1)], key);
    assert.equal(store.answered({ ...key, agent_id: 'b' }), undefined);
    await store.commit([sampleCheckIn('b', 1)], { ...key, agent_id: 'b', digest: 'd2' });
    assert.equal(store.revision, 2);
  });

  using('a refused request may be made again', async (store) => {
    const stale = { ...sampleCheckIn('a', 1), expected_version: 3 };
    await refusal(store.commit([stale], key), 'CONFLICT');
    assert.equal(store.answered(key), undefined);
    assert.equal((await store.commit([sampleCheckIn('a', 1)], key)).revision, 1);
  });
}

function historyContract(using: Using): void {
  using('holds a point for each check-in, oldest first', async (store) => {
    await store.commit([sampleCheckIn('a', 1)], { agent_id: 'a', request_id: 'r', digest: 'd' });
    await store.commit([{ agent_id: 'a', patch: { notes: 'no check-in' } }]);
    await store.commit([sampleCheckIn('a', 2), sampleCheckIn('b', 1)]);
    const { points, total } = await store.history('a', {});
    assert.deepEqual([total, points.map((p) => p.version)], [2, [1, 3]]);
    assert.deepEqual(points[0], { version: 1, ...sampleCheckIn('a', 1).point, request_id: 'r' });
  });

  using('gives ranges and pages', async (store) => {
    for (let n = 1; n <= 10; n += 1) await store.commit([sampleCheckIn('a', n)]);
    const versions = async (range: Parameters<Store['history']>[1]) => {
      const { points, total } = await store.history('a', range);
      return [total, points.map((p) => p.version)];
    };
    assert.deepEqual(await versions({ limit: 3 }), [3, [8, 9, 10]]);
    assert.deepEqual(await versions({ limit: 0 }), [0, []]);
    assert.deepEqual(await versions({ afterVersion: 7 }), [3, [8, 9, 10]]);
    assert.deepEqual(await versions({ pageSize: 2 }), [10, [1, 2]]);
    assert.deepEqual(await versions({ limit: 5, afterVersion: 6, pageSize: 2 }), [4, [7, 8]]);
    assert.deepEqual(await versions({ afterVersion: 10 }), [0, []]);
  });

  using('of an unknown agent is empty', async (store) => {
    assert.deepEqual(await store.history('nobody', {}), { points: [], total: 0 });
  });
}

/** A store need not keep the vectors of the model for a repeated answer. */
function withoutWindow(record: { state: object }): unknown {
  return { ...record, state: { ...record.state, window: null } };
}

export async function refusal(
  promise: Promise<unknown>,
  code: ErrorCode,
): Promise<WatchstanderError> {
  const error: unknown = await promise.then(
    () => assert.fail(`it was not refused with ${code}`),
    (reason: unknown) => reason,
  );
  assert(error instanceof WatchstanderError, String(error));
  assert.equal(error.code, code, error.message);
  return error;
}
