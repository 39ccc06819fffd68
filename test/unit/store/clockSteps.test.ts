import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import type { Clock } from '../../../shared/clock.ts';
import { until } from '../../support/until.ts';
import { ManualClock } from '../../support/manualClock.ts';
import { sampleCheckIn } from './samples.ts';
import { namesIn, openSimulated, simulatedHome } from './simulatedStore.ts';

const hourMs = 3_600_000;

/** A wall clock that somebody sets, or that was wrong until the network said so. */
class SteppedClock implements Clock {
  private readonly manual = new ManualClock();
  private stepMs = 0;

  readonly wallMs = (): number => this.manual.wallMs() + this.stepMs;
  readonly monotonicMs = this.manual.monotonicMs;
  readonly after = this.manual.after;
  readonly every = this.manual.every;

  step(ms: number): void {
    this.stepMs += ms;
  }
}

suite('store: the wall clock jumps', () => {
  test('forwards and back: versions go on, requests count once, nothing of the history goes', async () => {
    const clock = new SteppedClock();
    const home = simulatedHome();
    let version = 0;
    for (const hours of [0, -25, 3, -700, 700, 5 * 24, -1]) {
      clock.step(hours * hourMs);
      const store = await openSimulated(home, { rotationBytes: 8_000 }, clock);
      for (let turn = 0; turn < 4; turn += 1) {
        const window = store.draft('a')?.state.window;
        const key = { agent_id: 'a', request_id: `r${version + 1}`, digest: 'd' };
        const mutation = sampleCheckIn('a', version + 1, window);
        const { records } = await store.commit([mutation], key);
        version += 1;
        assert.equal(records[0]?.version, version);
        // The same again, after the clock was set in between.
        clock.step(turn % 2 === 0 ? 2 * hourMs : -2 * hourMs);
        const again = await store.commit([mutation], key);
        assert.equal(again.records[0]?.version, version);
      }
      const { points } = await store.history('a', {});
      assert.deepEqual(
        points.map((point) => point.version),
        [...Array(version).keys()].map((n) => n + 1),
      );
      await store.close();
    }
    await until('a history file', () => namesIn(home).some((name) => name.startsWith('hist-')));
  });
});
