import assert from 'node:assert/strict';
import { defaultSettings, type Settings } from '../../../../server/governance/settings.ts';
import type { Policy } from '../../../../shared/policy/policy.ts';
import { defaultPolicy } from '../../../../shared/policy/policyTree.ts';
import { readPolicy } from '../../../../shared/policy/readPolicy.ts';
import { settingsFor, settingsForAll } from '../../../../shared/policy/settingsFor.ts';

function policyOf(value: unknown): Policy {
  const { policy, faults } = readPolicy(JSON.stringify(value));
  assert.deepEqual(faults, []);
  return policy ?? assert.fail('a policy without faults is there');
}

suite('settings of one agent', () => {
  test('without entries they are the policy', () => {
    assert.deepEqual(settingsFor(defaultPolicy, 'a'), settingsForAll(defaultPolicy));
  });

  test('the defaults are those of the model', () => {
    const { profile, health }: Settings = settingsForAll(defaultPolicy);
    assert.deepEqual({ profile, health }, defaultSettings);
  });

  test('an entry changes what it names, for the agents that match it', () => {
    const policy = policyOf({
      agents: [
        { match: 'claude-code/*', governance: { profile: 'reference' }, alerts: { kinds: [] } },
      ],
    });
    const own = settingsFor(policy, 'claude-code/1234abcd');
    assert.deepEqual(own, {
      ...settingsForAll(policy),
      profile: 'reference',
      alerts: { ...policy.alerts, kinds: [] },
    });
    assert.deepEqual(settingsFor(policy, 'codex/1234abcd'), settingsForAll(policy));
  });

  test('later entries win, key by key', () => {
    const policy = policyOf({
      agents: [
        { match: '*', health: { smoothing: 0.5, void: 'degraded' }, hooks: { fail_closed: true } },
        { match: 'a?', health: { smoothing: 1 } },
        { match: 'b', health: { smoothing: 0.1 } },
      ],
    });
    const { health, hooks } = settingsFor(policy, 'ab');
    assert.deepEqual([health.smoothing, health.void, hooks.fail_closed], [1, 'degraded', true]);
  });

  test('a pair of limits comes from one entry and the policy, so it is always in order', () => {
    const policy = policyOf({
      health: { risk: { healthy: 0.1, degraded: 0.4 } },
      agents: [
        { match: '*', health: { risk: { healthy: 0.3 } } },
        { match: '*', health: { risk: { degraded: 0.2 } } },
      ],
    });
    assert.deepEqual(settingsFor(policy, 'a').health.risk, { healthy: 0.1, degraded: 0.2 });
  });

  test('ids that look like something else are ids', () => {
    const policy = policyOf({ agents: [{ match: '__proto__', health: { smoothing: 1 } }] });
    assert.equal(settingsFor(policy, '__proto__').health.smoothing, 1);
    assert.equal(settingsFor(policy, 'constructor').health.smoothing, 0.3);
  });
});
