import assert from 'node:assert/strict';
import { alertSettingsOf } from '../../../server/monitor/alerts/alertSettings.ts';
import { defaultAlertSettings } from '../../../server/monitor/alerts/alertState.ts';
import { defaultPolicy } from '../../../shared/policy/policyTree.ts';
import { readPolicy } from '../../../shared/policy/readPolicy.ts';
import { settingsFor } from '../../../shared/policy/settingsFor.ts';

suite('what the policy says about alerts', () => {
  test('without a file is what the machine begins with', () => {
    const settings = settingsFor(defaultPolicy, 'a');
    assert.deepEqual(alertSettingsOf(settings, 'a'), defaultAlertSettings);
  });

  test('may differ from agent to agent, and mutes some', () => {
    const { policy } = readPolicy(`{
      "alerts": { "cooldown": "0s", "mute": ["*-test"] },
      "agents": [{ "match": "a*", "alerts": { "kinds": ["death"] }, "liveness": { "silent_after": "1m" } }]
    }`);
    assert.ok(policy !== null);
    const of = (agentId: string) => alertSettingsOf(settingsFor(policy, agentId), agentId);
    const own = { kinds: ['death'], silent_after_ms: 60_000 };
    const forAll = { ...defaultAlertSettings, cooldown_ms: 0 };
    assert.deepEqual(of('b'), forAll);
    assert.deepEqual(of('a-test'), { ...forAll, ...own, muted: true });
  });
});
