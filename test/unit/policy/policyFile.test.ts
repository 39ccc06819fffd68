import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultPolicy } from '../../../server/policy/policy.ts';
import { readPolicy, type PolicyReading } from '../../../server/policy/policyFile.ts';

let folder = '';

function read(text: string): PolicyReading {
  const path = join(folder, 'policy.json');
  writeFileSync(path, text);
  return readPolicy(path);
}

suite('policy file', () => {
  setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'ws-policy-'));
  });

  teardown(() => rmSync(folder, { recursive: true }));

  test('without a file the defaults are in force', () => {
    assert.deepEqual(readPolicy(join(folder, 'none.json')), { policy: defaultPolicy, fault: null });
  });

  test('an empty object is the defaults', () => {
    assert.deepEqual(read('{}').policy, defaultPolicy);
  });

  test('takes comments, the profile, thresholds and durations', () => {
    const { policy, fault } = read(`{
      // as the predecessor judged
      "governance": { "profile": "reference" },
      "health": { "risk": { "degraded": 0.5 }, "smoothing": 1 },
      "liveness": { "idle_exit": "2s", "silent_after": "1h" },
    }`);
    assert.equal(fault, null);
    assert.equal(policy.settings.profile, 'reference');
    assert.deepEqual(policy.settings.health.risk, { healthy: 0.15, degraded: 0.5 });
    assert.equal(policy.settings.health.smoothing, 1);
    assert.equal(policy.liveness.idle_exit_ms, 2_000);
    assert.equal(policy.liveness.silent_after_ms, 3_600_000);
    assert.equal(policy.liveness.stale_after_ms, 30_000);
  });

  const faults: readonly (readonly [string, string, RegExp])[] = [
    ['broken JSON', '{"health": ', /^line 1, column \d+:/],
    ['thresholds out of order', '{"health":{"risk":{"healthy":0.4,"degraded":0.3}}}', /below/],
    ['coherence out of order', '{"health":{"coherence":{"healthy":0.4}}}', /above/],
    ['a threshold out of range', '{"health":{"risk":{"degraded":1.5}}}', /health\.risk\.degraded/],
    ['an unknown profile', '{"governance":{"profile":"strict"}}', /governance\.profile/],
    ['a duration without unit', '{"liveness":{"idle_exit":"60"}}', /liveness\.idle_exit.*duration/],
    ['a wrong type', '{"health":[]}', /health/],
  ];

  for (const [name, text, pattern] of faults) {
    test(`${name} keeps the whole file out of force and says where`, () => {
      const { policy, fault } = read(text);
      assert.deepEqual(policy, defaultPolicy);
      assert.match(fault ?? 'no fault', pattern);
    });
  }
});
