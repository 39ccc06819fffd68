import assert from 'node:assert/strict';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { schemaVersion } from '../../../server/store/log/frame.ts';
import { sampleCheckIn, sampleState } from './samples.ts';
import { openIn } from './openIn.ts';
import { temporaryHome } from './temporary.ts';

/** One folder for each schema version there ever was, as `writeStored.ts` left it. */
const stored = join(import.meta.dirname, 'stored');

suite('store: files of all versions', () => {
  test('there are some of each', () => {
    const versions = readdirSync(stored).map(Number).sort();
    assert.deepEqual(
      versions,
      [...Array(schemaVersion).keys()].map((n) => n + 1),
    );
  });

  for (const version of readdirSync(stored)) {
    test(`version ${version} is read as it was written`, async () => {
      const home = temporaryHome();
      cpSync(join(stored, version), join(home, 'store'), { recursive: true });
      // However old these files are by now.
      const retention = () => ({ pointsPerAgent: 100, days: 1e6 });
      const store = await openIn(home, { retention });
      assert.deepEqual([store.epoch, store.revision], [3, 10]);
      for (const [agent, edits] of [
        ['a', 2],
        ['ß/🦀', 0],
      ] as const) {
        const { verdict, state, notes, version: at } = store.read(agent)!;
        assert.deepEqual(verdict, sampleCheckIn(agent, 4).patch.verdict);
        const { window: _, ...expected } = sampleState(4);
        const window = Float64Array.from([1, 2, 3, 4], (n) => sampleState(n).V);
        assert.deepEqual(state, { ...expected, window });
        assert.deepEqual([notes, at], [edits === 0 ? '' : 'edited in 2', 4 + edits]);
        const { points } = await store.history(agent, {});
        assert.deepEqual(
          points.map((p) => p.request_id),
          ['r1', 'r2', 'r3', 'r4'],
        );
        assert.deepEqual(points[3]?.V, sampleCheckIn(agent, 4).point!.V);
      }
      await store.close();
    });
  }
});
