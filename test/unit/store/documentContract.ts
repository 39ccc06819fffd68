import assert from 'node:assert/strict';
import type { DocumentChanges, Json, Store } from '../../../server/store/port.ts';
import { refusal } from './contract.ts';
import { sampleCheckIn } from './samples.ts';

export type Using = (title: string, run: (store: Store) => Promise<void>) => void;

/** What every store does with the small values beside the agents. */
export function documentContract(using: Using): void {
  using('are committed with the check-in that caused them, or alone', async (store) => {
    const { revision } = await store.commit(
      [sampleCheckIn('a', 1)],
      undefined,
      documents({ k: 1 }),
    );
    await store.commit([], undefined, documents({ l: ['two', { three: null }] }));
    assert.deepEqual(listed(store), { k: 1, l: ['two', { three: null }] });
    assert.deepEqual([revision, store.revision, store.read('a')?.version], [1, 2, 1]);
  });

  using('are seen only when durable; the draft is seen at once', async (store) => {
    await store.commit([], undefined, documents({ k: 'old' }));
    const commit = store.commit([], undefined, documents({ k: 'new', gone: null }));
    assert.deepEqual([listed(store), store.draftDocument('k')], [{ k: 'old' }, 'new']);
    await commit;
    assert.deepEqual(listed(store), { k: 'new' });
  });

  using('are removed by null and listed by prefix', async (store) => {
    await store.commit([], undefined, documents({ 'a/1': 1, 'a/2': 2, b: 3, __proto__x: 4 }));
    const removal = store.commit([], undefined, documents({ 'a/1': null }));
    assert.equal(store.draftDocument('a/1'), undefined);
    await removal;
    assert.deepEqual(Object.fromEntries(store.documents('a/')), { 'a/2': 2 });
    assert.equal(store.draftDocument('a/1'), undefined);
    await store.commit([], undefined, new Map([['__proto__', 'only a key']]));
    assert.equal(store.draftDocument('__proto__'), 'only a key');
  });

  using('do not come to be when their commit is refused', async (store) => {
    await store.commit([sampleCheckIn('a', 1)]);
    const stale = { agent_id: 'a', expected_version: 7, patch: { notes: '' } };
    await refusal(store.commit([stale], undefined, documents({ k: 1 })), 'CONFLICT');
    assert.equal(store.draftDocument('k'), undefined);
  });

  using('are not changed by a repeated request', async (store) => {
    const key = { agent_id: 'a', request_id: 'r', digest: 'd' };
    await store.commit([sampleCheckIn('a', 1)], key, documents({ k: 1 }));
    await store.commit([sampleCheckIn('a', 1)], key, documents({ k: 2 }));
    assert.equal(store.draftDocument('k'), 1);
  });

  using('are bounded, finite, and cannot be changed', async (store) => {
    const bad = [{ k: NaN }, { ['k'.repeat(257)]: 1 }, { k: 'x'.repeat(16 * 1024) }];
    for (const changes of bad) {
      await assert.rejects(store.commit([], undefined, documents(changes)), /AssertionError/);
    }
    await assert.rejects(store.commit([], undefined, documents({})), /changes something/);
    await store.commit([], undefined, documents({ k: { deep: [1] }, ['🦀'.repeat(256)]: 1 }));
    const value = store.draftDocument('k') as unknown as { deep: number[] };
    assert.throws(() => value.deep.push(2), TypeError);
    assert.equal(store.revision, 1);
  });
}

export function documents(changes: Readonly<Record<string, Json>>): DocumentChanges {
  return new Map(Object.entries(changes));
}

export function listed(store: Store): unknown {
  return Object.fromEntries(store.documents(''));
}
