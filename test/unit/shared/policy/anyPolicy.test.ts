import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readPolicy } from '../../../../shared/policy/readPolicy.ts';
import { settingsFor } from '../../../../shared/policy/settingsFor.ts';

suite('reading a policy: whatever the text', () => {
  const names = [
    'governance',
    'profile',
    'health',
    'risk',
    'coherence',
    'healthy',
    'degraded',
    'void',
    'smoothing',
    'alerts',
    'kinds',
    'mute',
    'liveness',
    'silent_after',
    'retention',
    'agents',
    'match',
    'hooks',
  ];
  const word = fc.oneof(fc.constantFrom(...names), fc.string());
  const leaf = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.string(),
    fc.constantFrom('10m', '0s', 'critical', 'calibrated', '*'),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(word, tie('tree'), { maxKeys: 5 }),
    ),
  }));

  const isSound = (text: string): void => {
    const { policy, faults } = readPolicy(text);
    assert.equal(policy === null, faults.length > 0);
    if (policy === null) return;
    assert.deepEqual(readPolicy(JSON.stringify(policy)).policy, policy);
    const { health } = settingsFor(policy, 'any');
    assert.ok(health.risk.healthy < health.risk.degraded);
    assert.ok(health.coherence.healthy > health.coherence.degraded);
  };

  test('any JSON is read or refused, and what is read is a whole policy', () => {
    fc.assert(
      fc.property(tree, (value) => isSound(JSON.stringify(value))),
      { numRuns: 2_000 },
    );
  });

  test('any text is read or refused', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.constantFrom('{', '}', '[', ']', ':', ',', '"', '//', '/*', '\n', '0', 'a'))
        .map((parts) => parts.join('')),
    );
    fc.assert(fc.property(text, isSound), { numRuns: 2_000 });
  });

  test('limits in the right order are taken, those in the wrong one are refused', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, share, (healthy, degraded, own, other) => {
        const risk = { healthy, degraded };
        const entry = { match: 'x', health: { risk: { healthy: own } } };
        const last = { match: '?', health: { risk: { degraded: other } } };
        const text = JSON.stringify({ health: { risk }, agents: [entry, last] });
        const { policy } = readPolicy(text);
        const isOrdered = healthy < degraded && own < degraded && healthy < other;
        assert.equal(policy !== null, isOrdered);
        if (policy === null) return;
        const { risk: inForce } = settingsFor(policy, 'x').health;
        assert.deepEqual(inForce, { healthy, degraded: other });
      }),
      { numRuns: 1_000 },
    );
  });
});
