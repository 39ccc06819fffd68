import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { systemClock } from '../../../shared/clock.ts';
import {
  ownIdentity,
  type ProcessIdentity,
  type Standing,
} from '../../../server/process/identity.ts';
import {
  acquireLock,
  silenceMs,
  type Lock,
  type LockOptions,
} from '../../../server/store/lock/lock.ts';
import { ManualClock } from '../../support/manualClock.ts';
import { until } from '../../support/until.ts';
import { refusal } from './contract.ts';
import { temporaryHome } from './temporary.ts';

interface Bench {
  readonly path: string;
  readonly folder: string;
  /** Pretends that a process of another kind holds the lock. */
  hold(identity?: Partial<ProcessIdentity> | string): void;
  acquire(options?: Partial<LockOptions>): Promise<Lock>;
}

async function bench(): Promise<Bench> {
  const own = await ownIdentity();
  const path = join(temporaryHome(), 'store');
  const folder = `${path}.lock`;
  return {
    path,
    folder,
    hold(identity = {}) {
      mkdirSync(folder);
      const text =
        typeof identity === 'string' ? identity : JSON.stringify({ ...own, ...identity });
      writeFileSync(join(folder, 'o-other'), text);
    },
    acquire: (options) =>
      acquireLock({
        path,
        clock: systemClock,
        identity: own,
        standingOf: () => Promise.resolve<Standing>('alive'),
        onDoubt: () => undefined,
        ...options,
      }),
  };
}

const standing = (is: Standing) => ({ standingOf: () => Promise.resolve(is) });

suite('store: lock', () => {
  test('is a folder with its owner inside, and gone when released', async () => {
    const { acquire, folder, path } = await bench();
    const lock = await acquire();
    assert.equal(readdirSync(folder).length, 1);
    assert(await lock.confirm());
    await refusal(acquire(), 'LOCKED');
    await lock.release();
    assert(!existsSync(folder));
    assert.deepEqual(readdirSync(join(path, '..')), []);
    await (await acquire()).release();
  });

  test('of a dead owner is taken at once, of a living one never', async () => {
    const { acquire, hold } = await bench();
    hold();
    const { message } = await refusal(acquire(standing('alive')), 'LOCKED');
    assert.match(message, new RegExp(`process ${process.pid}`));
    const lock = await acquire(standing('dead'));
    await lock.release();
  });

  test('of another machine is refused with a way out', async () => {
    const { acquire, hold, folder } = await bench();
    hold();
    const { nextStep } = await refusal(acquire(standing('foreign')), 'UNAVAILABLE');
    assert(nextStep.includes(folder));
  });

  test('nobody removes a lock that is not theirs', async () => {
    const { acquire, hold, folder } = await bench();
    const lock = await acquire();
    rmSync(folder, { recursive: true });
    hold();
    assert.equal(await lock.confirm(), false);
    await lock.release();
    assert.deepEqual(readdirSync(folder), ['o-other']);
  });

  test('an empty folder is nobody’s', async () => {
    const { acquire, folder } = await bench();
    mkdirSync(folder);
    await (await acquire()).release();
  });

  for (const owner of ['unknown', 'unreadable'] as const) {
    test(`of an ${owner} owner is taken after ten silent seconds`, async () => {
      const { acquire, hold } = await bench();
      hold(owner === 'unreadable' ? '' : {});
      const clock = new ManualClock();
      let lock: Lock | null = null;
      void acquire({ ...standing('unknown'), clock }).then((taken) => (lock = taken));
      const startMs = clock.monotonicMs();
      await until('the lock is taken', () => {
        clock.advance(500);
        return lock !== null;
      });
      assert(clock.monotonicMs() - startMs >= silenceMs);
      await (lock as unknown as Lock).release();
    });
  }

  test('of an owner that goes while it is watched is taken', async () => {
    const { acquire, hold, folder } = await bench();
    hold();
    const clock = new ManualClock();
    const taken = acquire({ ...standing('unknown'), clock });
    await until('it watches', () => clock.pending > 0);
    rmSync(join(folder, 'o-other'));
    clock.advance(silenceMs / 10);
    await (await taken).release();
  });

  test('of an unknown owner that gives a sign of life is left alone', async () => {
    const { acquire, hold, folder } = await bench();
    hold();
    const clock = new ManualClock();
    const refused = refusal(acquire({ ...standing('unknown'), clock }), 'LOCKED');
    await until('it watches', () => clock.pending > 0);
    utimesSync(folder, 1, 1);
    clock.advance(silenceMs / 10);
    await refused;
  });

  test('of a living owner is taken only when it neither answers nor moves', async () => {
    const { acquire, hold } = await bench();
    hold();
    await refusal(acquire({ ownerAnswers: () => Promise.resolve(true) }), 'LOCKED');
    const clock = new ManualClock();
    let lock: Lock | null = null;
    const ownerAnswers = () => Promise.resolve(false);
    void acquire({ clock, ownerAnswers }).then((taken) => (lock = taken));
    await until('the lock is taken', () => {
      clock.advance(500);
      return lock !== null;
    });
    await (lock as unknown as Lock).release();
  });
});
