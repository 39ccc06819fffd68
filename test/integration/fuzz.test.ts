import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { Living } from '../fuzz/living.ts';

suite('anything at the shipped processes', () => {
  test('500 cases: sidecar and shim live on, and a client that is well loses nothing', async function () {
    assert.equal(await Living.fuzz(1, 500), 500);
  });
});
