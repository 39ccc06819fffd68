import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { notTried } from '../../support/notTried.ts';
import { temporaryHome } from '../../unit/store/temporary.ts';
import { hasStrace, ioErrors, writeWithErrors } from './ioErrors.ts';

suite('store: calls of a real process that fail', () => {
  if (!hasStrace) {
    notTried('no strace that may trace');
    return;
  }
  for (const error of ioErrors) {
    test(`${error.calls}, ${error.how}: nothing acknowledged is lost`, async function () {
      const trial = { home: temporaryHome(), error, when: '7+' };
      const { acknowledged, injected, faults } = await writeWithErrors(trial);
      assert.deepEqual(faults, []);
      assert(acknowledged > 0 && injected > 0, `${acknowledged} stored, ${injected} failed`);
    });
  }
});
