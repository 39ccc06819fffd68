import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { failEverywhere, fillEverywhere } from './failure.ts';

/** What was acknowledged is there, and the store works again when the disk does. */
suite('simulation: a failure at every call', () => {
  for (const code of ['EIO', 'ENOSPC', 'EMFILE', 'EACCES'] as const) {
    for (const howLong of ['once', 'for good'] as const) {
      test(`${code} ${howLong}: nothing acknowledged is lost`, async () => {
        const points = await failEverywhere({ seed: 0, code, howLong });
        assert(points > 200, `only ${points} points`);
      });
    }
  }

  test('a disk that gets full at any byte: nothing acknowledged is lost', async () => {
    const points = await fillEverywhere(1, 29);
    assert(points > 100, `only ${points} points`);
  });
});
