import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { checkStore } from '../../../server/store/check/checkStore.ts';
import { allRules } from '../../../server/store/ground.ts';
import type { Store } from '../../../server/store/port.ts';
import { systemClock } from '../../../shared/clock.ts';
import type { StoreContents } from '../../../shared/storeReport.ts';
import { count } from '../../support/counts.ts';
import { until } from '../../support/until.ts';
import { sampleCheckIn } from './samples.ts';
import {
  bytesOf,
  folder,
  namesIn,
  openSimulated,
  setBytes,
  simulatedHome,
  type SimulatedHome,
} from './simulatedStore.ts';

/** 1: every byte, as in the long run. */
const step = Number(process.env['WATCHSTANDER_SWEEP_STEP'] ?? 11);

function check({ fs }: SimulatedHome): Promise<StoreContents> {
  return checkStore({ fs, folder, clock: systemClock, rules: allRules, timeStep: 0.1 });
}

async function checkIn(store: Store, n: number): Promise<void> {
  const window = store.draft('a')?.state.window;
  await store.commit([sampleCheckIn('a', n, window)]);
}

/** Three epochs that ended, their histories made or not made, and one that goes on. */
async function liveStore(home: SimulatedHome): Promise<Store> {
  for (let life = 0; life < 3; life += 1) {
    const store = await openSimulated(home);
    for (let n = 1; n <= 3; n += 1) await checkIn(store, 3 * life + n);
    await store.close();
  }
  const store = await openSimulated(home);
  for (let n = 10; n <= 12; n += 1) await checkIn(store, n);
  return store;
}

function whatIsWrong({ faults }: StoreContents): string[] {
  return faults.map(({ file, what }) => `${file}: ${what}`);
}

suite('store: verification without opening', () => {
  test('no store is no fault; files that are none are', async () => {
    const home = simulatedHome();
    assert.deepEqual([(await check(home)).exists, whatIsWrong(await check(home))], [false, []]);
    home.disk.makeFolder(folder);
    assert.match(whatIsWrong(await check(home)).join(), /^FORMAT: it is missing/);
  });

  test('beside a leader: everything is counted, nothing is touched', async () => {
    const home = simulatedHome();
    const store = await liveStore(home);
    await until('histories are made', () => namesIn(home).some((name) => name.startsWith('hist-')));
    const before = namesIn(home);
    const report = await check(home);
    assert.deepEqual(whatIsWrong(report), []);
    assert.deepEqual([report.agents, report.points, report.revision], [1, 12, 12]);
    assert.deepEqual(namesIn(home), before);
    await checkIn(store, 13);
    await store.close();
    assert.equal((await check(home)).points, 13);
  });

  test('flipped bytes of every file that matters are found', async () => {
    const home = simulatedHome();
    const store = await liveStore(home);
    await until('histories are made', () => namesIn(home).some((name) => name.startsWith('hist-')));
    await store.close();
    const last = namesIn(home)
      .filter((name) => name.startsWith('seg-'))
      .at(-1)!;
    let flips = 0;
    for (const name of namesIn(home)) {
      const whole = bytesOf(home, name);
      for (let at = 0; at < whole.length; at += step) {
        const bytes = Buffer.from(whole);
        bytes[at] = bytes[at]! ^ 0x10;
        setBytes(home, name, bytes);
        const found = whatIsWrong(await check(home));
        // The last frame only says that the leader ended in order; torn, it is what a kill leaves.
        const isFarewell = at >= whole.length - 30 && name === last;
        assert(found.length > 0 || isFarewell || isOver(name), `${name}, byte ${at}`);
        flips += 1;
      }
      setBytes(home, name, whole);
    }
    assert(flips > 5_000 / step, `only ${flips}`);
    count('bytes', flips);
    count('flipped bytes of all files, verified', flips);

    /** Nobody needs this segment, its first bytes are gone, and that is not worth a word. */
    function isOver(name: string): boolean {
      return name === 'seg-0000000000';
    }
  });

  test('cut anywhere, the newest segment is what a kill leaves: no fault', async () => {
    const home = simulatedHome();
    const store = await liveStore(home);
    await store.close();
    const last = namesIn(home)
      .filter((name) => name.startsWith('seg-'))
      .at(-1)!;
    const whole = bytesOf(home, last);
    for (let length = 0; length <= whole.length; length += step) {
      setBytes(home, last, whole.subarray(0, length));
      assert.deepEqual(whatIsWrong(await check(home)), [], `${length} bytes`);
    }
    count('cuts of a segment, verified', Math.ceil((whole.length + 1) / step));
  });

  test('points that are missing are counted', async () => {
    const home = simulatedHome();
    const store = await liveStore(home);
    const isHistory = (name: string): boolean => name.startsWith('hist-');
    await until('histories are made', () => namesIn(home).filter(isHistory).length >= 2);
    await store.close();
    const lost = namesIn(home).filter(isHistory).at(-1)!;
    const segment = lost.replace('hist', 'seg');
    for (const name of [lost, segment]) home.disk.folder(folder).names.delete(name);
    assert.deepEqual(whatIsWrong(await check(home)), ['store: points of a are missing: 3']);
  });
});
