import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { ManualClock } from '../../support/manualClock.ts';
import { until } from '../../support/until.ts';
import { refusal } from './contract.ts';
import { sampleCheckIn } from './samples.ts';
import { namesIn, openSimulated, simulatedHome } from './simulatedStore.ts';

suite('store: a full disk', () => {
  test('the last state stays readable, and commits go on when there is room', async () => {
    const home = simulatedHome();
    const clock = new ManualClock();
    const store = await openSimulated(home, {}, clock);
    const losses: string[] = [];
    store.onLost((why) => losses.push(why));
    await store.commit([sampleCheckIn('a', 1)]);

    home.disk.capacity = home.disk.used() + 300;
    const { message } = await refusal(store.commit([sampleCheckIn('a', 2)]), 'UNAVAILABLE');
    assert.match(message, /disk is full/);
    assert.equal(store.health().read_only, true);
    assert.deepEqual([store.read('a')?.version, store.draft('a')?.version], [1, 1]);
    await refusal(store.commit([sampleCheckIn('a', 2)]), 'UNAVAILABLE');

    // Tried again and again: no claim is made, nothing is left behind.
    const names = namesIn(home);
    for (let round = 0; round < 5; round += 1) {
      clock.advance(5_000);
      await until('the next try is waiting', () => clock.pending > 0);
    }
    assert.deepEqual(namesIn(home), names);

    home.disk.capacity = Infinity;
    clock.advance(5_000);
    await until('there is room', () => !store.health().read_only);
    assert.equal((await store.commit([sampleCheckIn('a', 2)])).records[0]?.version, 2);
    assert.deepEqual([store.epoch, losses], [2, []]);
    const { points } = await store.history('a', {});
    assert.deepEqual(
      points.map((point) => point.version),
      [1, 2],
    );
    await store.close();

    const next = await openSimulated(home);
    assert.deepEqual((await next.history('a', {})).points, points);
    await next.close();
  });

  test('any other error ends the lead: nothing more is taken, and a successor has it all', async () => {
    const home = simulatedHome();
    const broken = { isBroken: false };
    const { fs } = home;
    const sync: typeof fs.sync = (descriptor) => {
      if (broken.isBroken) throw Object.assign(new Error('bad disk'), { code: 'EIO' });
      return fs.sync(descriptor);
    };
    const store = await openSimulated({ ...home, fs: { ...fs, sync } });
    const losses: string[] = [];
    store.onLost((why, detail) => losses.push(`${why}: ${detail}`));
    await store.commit([sampleCheckIn('a', 1)]);
    broken.isBroken = true;
    const commits = [store.commit([sampleCheckIn('a', 2)]), store.commit([sampleCheckIn('a', 3)])];
    for (const commit of commits) await refusal(commit, 'UNAVAILABLE');
    await until('the loss is told', () => losses.length > 0);
    assert.deepEqual(losses, ['failed: The store could not be written: bad disk']);
    broken.isBroken = false;
    await refusal(store.commit([sampleCheckIn('a', 2)]), 'UNAVAILABLE');
    await store.close();

    const next = await openSimulated(home);
    assert((next.read('a')?.version ?? 0) >= 1);
    await next.close();
  });

  test('who was overtaken is fenced at its next commit', async () => {
    const home = simulatedHome();
    const first = await openSimulated(home);
    const losses: string[] = [];
    first.onLost((why) => losses.push(why));
    await first.commit([sampleCheckIn('a', 1)]);
    const second = await openSimulated(home);
    await refusal(first.commit([sampleCheckIn('a', 2)]), 'FENCED');
    await until('the loss is told', () => losses.length > 0);
    assert.deepEqual(losses, ['fenced']);
    assert.equal((await second.commit([sampleCheckIn('a', 2)])).records[0]?.version, 2);
    await Promise.all([first.close(), second.close()]);
  });
});
