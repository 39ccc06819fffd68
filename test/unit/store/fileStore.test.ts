import assert from 'node:assert/strict';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { storeContract, refusal } from './contract.ts';
import { documents, listed } from './documentContract.ts';
import { sampleCheckIn } from './samples.ts';
import { openIn } from './openIn.ts';
import { temporaryHome } from './temporary.ts';

storeContract('file store', () => openIn(temporaryHome()));
storeContract('file store that rotates all the time', () =>
  openIn(temporaryHome(), { rotationBytes: 0 }),
);

suite('file store: over restarts', () => {
  test('everything is there again, to the bit', async () => {
    const home = temporaryHome();
    let store = await openIn(home);
    for (let n = 1; n <= 120; n += 1) {
      await store.commit([sampleCheckIn('a', n, store.draft('a')?.state.window)]);
    }
    await store.commit([sampleCheckIn('b', 1)]);
    const before = [...store.list()];
    const points = await store.history('a', {});
    for (let restart = 1; restart <= 3; restart += 1) {
      await store.close();
      store = await openIn(home);
      assert.equal(store.epoch, restart + 1);
      assert.deepEqual([...store.list()], before);
      assert.deepEqual(await store.history('a', {}), points);
      assert.equal(store.revision, 121);
    }
    await store.close();
  });

  test('documents are there again, whether from the log or from a snapshot', async () => {
    const home = temporaryHome();
    let store = await openIn(home);
    const filler = 'x'.repeat(15_000);
    const many = Array.from({ length: 200 }, (_, at) => [`many/${at}`, `${filler}${at}`] as const);
    for (const [key, value] of many) await store.commit([], undefined, documents({ [key]: value }));
    await store.commit([], undefined, documents({ gone: 1, kept: 1 }));
    await store.commit([sampleCheckIn('a', 1)], undefined, documents({ gone: null, kept: 2 }));
    const expected: unknown = Object.fromEntries([...many, ['kept', 2]]);
    for (let restart = 0; restart < 3; restart += 1) {
      await store.close();
      store = await openIn(home);
      assert.deepEqual(listed(store), expected);
      assert.equal(store.revision, 202);
    }
    await store.close();
  });

  test('history goes over all epochs', async () => {
    const home = temporaryHome();
    for (let n = 1; n <= 5; n += 1) {
      const store = await openIn(home);
      await store.commit([sampleCheckIn('a', n, store.read('a')?.state.window)]);
      await store.close();
    }
    const store = await openIn(home);
    const { points } = await store.history('a', {});
    assert.deepEqual(
      points.map((p) => p.version),
      [1, 2, 3, 4, 5],
    );
    await store.close();
  });

  test('a request is answered the same by a successor', async () => {
    const home = temporaryHome();
    const key = { agent_id: 'a', request_id: 'r', digest: 'd' };
    let store = await openIn(home);
    const first = await store.commit([sampleCheckIn('a', 1)], key);
    for (let restart = 0; restart < 3; restart += 1) {
      await store.close();
      store = await openIn(home);
      const again = await store.commit([sampleCheckIn('a', 2)], key);
      assert.equal(again.revision, 1);
      assert.deepEqual(again.records[0]!.verdict, first.records[0]!.verdict);
    }
    await refusal(store.commit([sampleCheckIn('a', 2)], { ...key, digest: 'e' }), 'CONFLICT');
    await store.close();
  });

  test('who cannot open a store does not keep its lock', async () => {
    const home = temporaryHome();
    await (await openIn(home)).close();
    rmSync(join(home, 'store', 'FORMAT'));
    await refusal(openIn(home), 'UNAVAILABLE');
    const { message } = await refusal(openIn(home), 'UNAVAILABLE');
    assert.match(message, /no FORMAT/);
    assert.deepEqual(readdirSync(home), ['store']);
  });

  test('a second store of the same home is refused while the first lives', async () => {
    const home = temporaryHome();
    const store = await openIn(home);
    await refusal(openIn(home), 'LOCKED');
    await store.close();
    await (await openIn(home)).close();
  });
});
