import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { claimNext } from '../../../server/store/log/claim.ts';
import type { FileStore } from '../../../server/store/fileStore.ts';
import { isFull } from '../../../server/store/disk/fs.ts';
import { lead } from '../../../server/store/lead.ts';
import { payloadLimit } from '../../../server/store/log/frame.ts';
import { ManualClock } from '../../support/manualClock.ts';
import { until } from '../../support/until.ts';
import { refusal } from './contract.ts';
import { sampleCheckIn } from './samples.ts';
import {
  folder,
  groundOf,
  namesIn,
  openSimulated,
  simulatedHome,
  type SimulatedHome,
} from './simulatedStore.ts';

const key = { agent_id: 'a', request_id: 'r', digest: 'd' };

/** A store whose lock says what `confirm` says. */
async function withLock(home: SimulatedHome, confirm: () => Promise<boolean>): Promise<FileStore> {
  const lock = { confirm, release: () => Promise.resolve() };
  return lead(await groundOf(home), lock);
}

suite('store: a lock in doubt', () => {
  test('nothing happens while it is ours and nobody leads after us', async () => {
    const store = await withLock(simulatedHome(), () => Promise.resolve(true));
    await store.confirm();
    assert.equal((await store.commit([sampleCheckIn('a', 1)])).revision, 1);
    await store.close();
    await store.confirm();
  });

  test('taken by another, the lead ends: what was on its way is finished, no more', async () => {
    const store = await withLock(simulatedHome(), () => Promise.resolve(false));
    const losses: string[] = [];
    store.onLost((why) => losses.push(why));
    const last = store.commit([sampleCheckIn('a', 1)]);
    await Promise.all([store.confirm(), store.confirm()]);
    assert.equal((await last).revision, 1);
    await refusal(store.commit([sampleCheckIn('a', 2)]), 'FENCED');
    assert.deepEqual(losses, ['fenced']);
    await store.close();
  });

  test('taken while a snapshot is written beside commits, the lead ends and can be closed', async () => {
    const home = simulatedHome();
    const held: (() => void)[] = [];
    const sync = async (descriptor: number): Promise<void> => {
      const isBeside = namesIn(home).includes('seg-0000000002');
      if (isBeside) await new Promise<void>((resolve) => held.push(resolve));
      await home.fs.sync(descriptor);
    };
    const ground = { ...(await groundOf(home)), fs: { ...home.fs, sync } };
    const lock = { confirm: () => Promise.resolve(false), release: () => Promise.resolve() };
    const store = await lead(ground, lock, { rotationBytes: 0 });
    await store.commit([sampleCheckIn('a', 1)]);
    await until('the snapshot waits for the disk', () => held.length > 0);
    const confirmed = store.confirm();
    held[0]?.();
    await confirmed;
    await store.close();
  });

  test('ours, but with a successor in the store, the lead ends', async () => {
    const home = simulatedHome();
    const store = await withLock(home, () => Promise.resolve(true));
    const successor = await openSimulated(home);
    await store.confirm();
    await refusal(store.commit([sampleCheckIn('a', 1)]), 'FENCED');
    await Promise.all([store.close(), successor.close()]);
  });

  test('that cannot be looked at is lost', async () => {
    const home = simulatedHome();
    const store = await withLock(home, () => Promise.reject(new Error('no such disk')));
    await store.confirm();
    await refusal(store.commit([sampleCheckIn('a', 1)]), 'FENCED');
    assert.match(home.logged.join('\n'), /cannot be told: Error: no such disk/);
    await store.close();
  });

  test('on a full disk the read-only lead goes on, until somebody claims', async () => {
    const home = simulatedHome();
    const store = await withLock(home, () => Promise.resolve(true));
    await store.commit([sampleCheckIn('a', 1)]);
    home.disk.capacity = home.disk.used();
    await refusal(store.commit([sampleCheckIn('a', 2)]), 'UNAVAILABLE');
    await store.confirm();
    assert.equal(store.health().read_only, true);
    home.disk.create(`${folder}/seg-0000000002`);
    await store.confirm();
    await refusal(store.commit([sampleCheckIn('a', 2)]), 'FENCED');
    await store.close();
  });
});

suite('store: what a leader refuses and what it tells', () => {
  test('a transaction that no frame holds is too large, and changes nothing', async () => {
    const store = await openSimulated(simulatedHome());
    const notes = 'x'.repeat(payloadLimit);
    const first = sampleCheckIn('a', 1);
    const large = { ...first, patch: { ...first.patch, notes } };
    await refusal(store.commit([large]), 'TOO_LARGE');
    assert.equal(store.draft('a'), undefined);
    assert.equal((await store.commit([first])).revision, 1);
    await store.close();
  });

  test('more than the disk keeps up with is refused', async () => {
    const store = await openSimulated(simulatedHome());
    const notes = 'x'.repeat(payloadLimit - 100_000);
    const mutation = (agent: string) => {
      const first = sampleCheckIn(agent, 1);
      return { ...first, patch: { ...first.patch, notes } };
    };
    const commits = [...Array(12).keys()].map((n) => store.commit([mutation(`agent ${n}`)]));
    const refused = (await Promise.allSettled(commits)).filter((c) => c.status === 'rejected');
    assert.equal(refused.length, 4);
    assert.match(String(refused[0]?.reason), /does not keep up/);
    await store.close();
  });

  test('health has the epoch, the bytes of all files and how the disk does', async () => {
    const home = simulatedHome();
    const clock = new ManualClock();
    await (await openSimulated(home, {}, clock)).close();
    const store = await openSimulated(home, {}, clock);
    assert.equal(store.health().last_fsync_age_ms, null);
    assert.equal(store.health().fsync_p99_ms, null);
    await store.commit([sampleCheckIn('a', 1)]);
    clock.advance(70);
    await until('all is measured', () => store.health().bytes === home.disk.used());
    const { epoch, last_fsync_age_ms, fsync_p99_ms, read_only, rotations } = store.health();
    assert.deepEqual(
      [epoch, last_fsync_age_ms, fsync_p99_ms, read_only, rotations],
      [2, 70, 0, false, 0],
    );
    await store.close();
  });

  test('a repeated request whose frame is gone says so, and is not done again', async () => {
    const home = simulatedHome();
    const store = await openSimulated(home);
    await store.commit([sampleCheckIn('a', 1)], key);
    const path = `${folder}/seg-0000000001`;
    const { bytes } = home.disk.file(path);
    home.disk.file(path).bytes = Buffer.from(bytes).fill(0, bytes.length - 9);
    await refusal(store.commit([sampleCheckIn('a', 2)], key), 'UNAVAILABLE');
    home.disk.unlink(path);
    const { message } = await refusal(store.commit([sampleCheckIn('a', 2)], key), 'UNAVAILABLE');
    assert.match(message, /was committed/);
    assert.equal(store.revision, 1);
    await store.close();
  });

  test('damage of which no copy can be made is told all the same', async () => {
    const home = simulatedHome();
    const first = await openSimulated(home);
    await first.commit([sampleCheckIn('a', 1)]);
    await first.close();
    const file = home.disk.file(`${folder}/seg-0000000001`);
    file.bytes = Buffer.from(file.bytes).fill(0, 400, 410);
    home.disk.create(`${folder}/quarantine`);
    const store = await openSimulated(home);
    const told = store.health().damage.map(({ file, copy }) => [file, copy]);
    assert.deepEqual(told, [['seg-0000000001', null]]);
    await store.close();
    assert.match(home.logged.join('\n'), /seg-0000000001 is damaged .* no copy could be made/);
  });

  test('who finds every number taken lets others lead', async () => {
    const home = simulatedHome();
    const ground = await groundOf(home);
    const create = () => {
      throw Object.assign(new Error('taken'), { code: 'EEXIST' });
    };
    assert.equal(await claimNext({ ...ground, fs: { ...ground.fs, create } }), null);
    await refusal(lead({ ...ground, fs: { ...ground.fs, create } }, noLock), 'LOCKED');
  });

  test('a claim that another one is above is left as it is (I4)', async () => {
    const home = simulatedHome();
    const ground = await groundOf(home);
    const create = (path: string) => {
      home.disk.create(`${folder}/seg-0000000009`);
      return home.fs.create(path);
    };
    await refusal(lead({ ...ground, fs: { ...ground.fs, create } }, noLock), 'LOCKED');
    assert(namesIn(home).includes('seg-0000000001'));
  });

  test('no room is told from other errors', () => {
    const codes = ['ENOSPC', 'EDQUOT', 'EIO'].map((code) => isFull({ code }));
    assert.deepEqual([...codes, isFull(undefined)], [true, true, false, false]);
  });
});

const noLock = { confirm: () => Promise.resolve(true), release: () => Promise.resolve() };
