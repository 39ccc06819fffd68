import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { ManualClock } from '../../support/manualClock.ts';
import { until } from '../../support/until.ts';
import type { HistoryRange, Store } from '../../../server/store/port.ts';
import { readEpochPoints } from '../../../server/store/history/endedEpochs.ts';
import { readFrame } from '../../../server/store/log/frame.ts';
import { originOf } from '../../../server/store/ground.ts';
import { historyBytes } from '../../../server/store/history/historyFile.ts';
import { decodePayload } from '../../../server/store/log/migrations.ts';
import type { Cut } from '../../../server/store/log/segment.ts';
import { sampleCheckIn } from './samples.ts';
import {
  bytesOf,
  groundOf,
  namesIn,
  openSimulated,
  setBytes,
  simulatedHome,
  type SimulatedHome,
} from './simulatedStore.ts';

async function checkIns(store: Store, agent: string, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const before = store.read(agent);
    const next = (before?.version ?? 0) + 1;
    await store.commit([sampleCheckIn(agent, next, before?.state.window)]);
  }
}

async function versions(store: Store, agent: string, range: HistoryRange = {}) {
  const { points, total } = await store.history(agent, range);
  assert(total >= points.length);
  return points.map((point) => point.version);
}

function upTo(n: number): number[] {
  return [...Array(n).keys()].map((at) => at + 1);
}

function hasOnly(home: SimulatedHome, pattern: RegExp, count: number): boolean {
  return namesIn(home).filter((name) => pattern.test(name)).length === count;
}

/** Some epochs with two points each; the last store stays open. */
async function epochs(home: SimulatedHome, count: number, clock?: ManualClock): Promise<Store> {
  for (let epoch = 1; ; epoch += 1) {
    const store = await openSimulated(home, {}, clock);
    await checkIns(store, 'a', 2);
    if (epoch === count) return store;
    await store.close();
  }
}

/** Where its index is cannot be read any more. */
function spoilIndex(home: SimulatedHome, name: string): void {
  const bytes = Buffer.from(bytesOf(home, name));
  const at = bytes.length - 10;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  setBytes(home, name, bytes);
}

suite('store: history files', () => {
  test('take the place of segments, and nothing is missing', async () => {
    const home = simulatedHome();
    const store = await epochs(home, 8);
    await until('old segments are collected', () => hasOnly(home, /^seg-/, 3));
    assert(namesIn(home).includes('hist-0000000001'));
    assert(!namesIn(home).includes('seg-0000000005'));
    assert.deepEqual(await versions(store, 'a'), upTo(16));
    assert.deepEqual(await versions(store, 'a', { limit: 5 }), [12, 13, 14, 15, 16]);
    assert.deepEqual(await versions(store, 'a', { afterVersion: 3, pageSize: 3 }), [4, 5, 6]);
    await store.close();
  });

  test('depend on nothing but the segment and its cut', async () => {
    const home = simulatedHome();
    const store = await epochs(home, 3);
    await until('it is written', () => namesIn(home).includes('hist-0000000001'));
    const bytes = bytesOf(home, 'hist-0000000001');
    const ground = await groundOf(home);
    const head = readFrame(bytes, 0, originOf(ground, 1));
    const cut = decodePayload(head!) as Cut;
    const base = { epoch: 1, index: cut.index, length: cut.length };
    const points = await readEpochPoints(ground, base);
    assert.deepEqual(Buffer.concat([...historyBytes(ground, base, points!)]), bytes);
    await store.close();
  });

  test('many points of one agent are read in pages', async () => {
    const home = simulatedHome();
    let store = await openSimulated(home);
    await Promise.all(upTo(2_500).map((n) => store.commit([sampleCheckIn('a', n)])));
    await store.close();
    store = await openSimulated(home);
    await until('it is written', () => namesIn(home).includes('hist-0000000001'));
    const seen: number[] = [];
    for (let page = [0]; page.length > 0; seen.push(...page)) {
      page = await versions(store, 'a', { afterVersion: seen.at(-1) ?? 0, pageSize: 400 });
    }
    assert.deepEqual(seen, upTo(2_500));
    const { points, total } = await store.history('a', { limit: 1_700, pageSize: 1 });
    assert.deepEqual([total, points[0]?.version], [1_700, 801]);
    await store.close();
  });

  test('that are damaged are reported; the others stay readable', async () => {
    const home = simulatedHome();
    const store = await epochs(home, 8);
    await until('old segments are collected', () => hasOnly(home, /^seg-/, 3));
    const bytes = Buffer.from(bytesOf(home, 'hist-0000000002'));
    bytes.writeUInt8(bytes.readUInt8(200) ^ 1, 200);
    setBytes(home, 'hist-0000000002', bytes);
    assert.deepEqual(
      await versions(store, 'a'),
      upTo(16).filter((n) => n !== 3 && n !== 4),
    );
    assert.match(home.logged.join('\n'), /hist-0000000002 is damaged/);
    await store.close();
  });
});

suite('store: retention', () => {
  test('an agent shows no more points than are kept of it', async () => {
    const home = simulatedHome();
    const store = await openSimulated(home, { retention: () => ({ pointsPerAgent: 3, days: 30 }) });
    await checkIns(store, 'a', 5);
    assert.deepEqual(await versions(store, 'a'), [3, 4, 5]);
    assert.equal((await store.history('a', { limit: 4 })).total, 3);
    await store.close();
  });

  test('files of nothing but surplus points go, oldest first', async () => {
    const home = simulatedHome();
    await (await epochs(home, 8)).close();
    const store = await openSimulated(home, { retention: () => ({ pointsPerAgent: 4, days: 30 }) });
    await until('only what is needed is left', () => hasOnly(home, /^hist-/, 2));
    assert.deepEqual(await versions(store, 'a'), [13, 14, 15, 16]);
    await store.close();
  });

  test('files of nothing but old points go', async () => {
    const home = simulatedHome();
    const clock = new ManualClock();
    await (await epochs(home, 6, clock)).close();
    clock.advance(31 * 24 * 60 * 60_000);
    const store = await epochs(home, 2, clock);
    await until('the old ones are gone', () => !namesIn(home).includes('hist-0000000004'));
    assert.deepEqual((await versions(store, 'a')).slice(-4), [13, 14, 15, 16]);
    await store.close();
  });

  test('a damaged file stays as long as the next newer one', async () => {
    const home = simulatedHome();
    const clock = new ManualClock();
    await (await epochs(home, 6, clock)).close();
    spoilIndex(home, 'hist-0000000001');
    spoilIndex(home, 'hist-0000000002');
    const young = await openSimulated(home, {}, clock);
    await until('histories are written', () => namesIn(home).includes('hist-0000000006'));
    await young.close();
    assert.match(home.logged.join('\n'), /hist-0000000002 is damaged/);
    assert.equal(namesIn(home).filter((name) => /^hist-000000000[12]$/.test(name)).length, 2);
    clock.advance(31 * 24 * 60 * 60_000);
    const store = await epochs(home, 2, clock);
    await until('all old ones are gone', () => !namesIn(home).includes('hist-0000000004'));
    assert.equal(namesIn(home).filter((name) => /^hist-000000000[1-4]$/.test(name)).length, 0);
    await store.close();
  });
});
