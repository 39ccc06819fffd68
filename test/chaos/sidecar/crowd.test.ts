import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { Crowd } from '../../proof/crowd.ts';

suite('a crowd of clients', () => {
  test('50 clients, 2,000 check-ins: every answer true, in order, once', async function () {
    const { counts, faults } = await Crowd.run({
      ...{ seed: 1, clients: 50, checkIns: 2_000, restarts: 0 },
    });
    assert.deepEqual(faults, []);
    assert(counts['acknowledged']! >= 2_000, JSON.stringify(counts));
  });

  test('8 restarts of the whole sidecar under 8 clients: nothing lost, no read goes back', async function () {
    const { counts, faults } = await Crowd.run({
      ...{ seed: 2, clients: 8, checkIns: 0, restarts: 8 },
    });
    assert.deepEqual(faults, []);
    const ends = ['killed', 'terminated', 'asked to stop'].map((how) => counts[`sidecars ${how}`]);
    assert.equal(
      ends.reduce<number>((sum, count = 0) => sum + count, 0),
      8,
    );
    assert(counts['epochs']! > 8, JSON.stringify(counts));
    assert(counts['acknowledged']! > 8 * 8, JSON.stringify(counts));
  });
});
