import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePolicyFile } from '../../../../client/editor/policy/newPolicyFile.ts';
import { policyTemplate } from '../../../../shared/policy/template.ts';

suite('a policy file to begin with', () => {
  let folder = '';

  setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'ws-new-policy-'));
  });

  teardown(() => rmSync(folder, { recursive: true }));

  test('is made where none is, in a home that may not be there yet, for its owner alone', async () => {
    const home = join(folder, 'home');
    const file = join(home, 'policy.json');
    await makePolicyFile(file);
    assert.equal(readFileSync(file, 'utf8'), policyTemplate());
    assert.equal(statSync(home).mode & 0o777, 0o700);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(home), ['policy.json']);
  });

  test('one that is there stays as it is', async () => {
    const file = join(folder, 'policy.json');
    writeFileSync(file, '{ "mine": 1 }');
    await makePolicyFile(file);
    assert.equal(readFileSync(file, 'utf8'), '{ "mine": 1 }');
    assert.deepEqual(readdirSync(folder), ['policy.json']);
  });

  test('two at once make one', async () => {
    const file = join(folder, 'policy.json');
    await Promise.all([makePolicyFile(file), makePolicyFile(file)]);
    assert.equal(readFileSync(file, 'utf8'), policyTemplate());
    assert.deepEqual(readdirSync(folder), ['policy.json']);
  });

  test('what cannot be made is told', async () => {
    writeFileSync(join(folder, 'file'), '');
    await assert.rejects(makePolicyFile(join(folder, 'file', 'policy.json')), { code: 'EEXIST' });
  });
});
