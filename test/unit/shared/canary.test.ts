import assert from 'node:assert/strict';
import { canaryReason, canarySession, isCanarySession } from '../../../shared/canary.ts';

suite('canary', () => {
  test('its session is told from those of agents, and its reason names it', () => {
    const session = canarySession('4f2a');
    assert.ok(isCanarySession(session));
    assert.ok(canaryReason(session).includes(session));
    assert.ok(!isCanarySession('0d2c7a52-7a7f-4c7e-9f57-0c5d4d4f1f0e'));
  });
});
