import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  agentIdOf,
  dashboardLink,
  documentUri,
  renderAgent,
} from '../../../server/language/agentDocument.ts';
import { drifting, recordAfter } from '../../support/records.ts';

suite('agent document', () => {
  test('a healthy agent has a page', () => {
    assert.match(renderAgent(recordAfter([{}])), /^Agent {7}a\nHealth {6}Healthy: /);
  });

  test('a pause is on it, with who and why', () => {
    const paused = { at: '2026-01-01T00:00:00.000Z', by: 'person', reason: 'lunch' } as const;
    const text = renderAgent(recordAfter([drifting], { lifecycle: 'paused', paused }));
    assert.match(text, /Lifecycle {3}paused since .* by a person: lunch/);
  });

  test('what the policy did is not said of an agent', () => {
    const at = '2026-01-01T00:00:00.000Z';
    const paused = { at, by: 'policy', reason: 'stuck' } as const;
    const events = [{ event: 'paused', timestamp: at, by: 'policy', reason: 'stuck' } as const];
    const text = renderAgent(recordAfter([drifting], { lifecycle: 'paused', paused, events }));
    assert.match(text, /Lifecycle {3}paused since .* by the policy: stuck/);
    assert.match(text, /paused by the policy: stuck/);
    assert.doesNotMatch(text, /by an agent/);
  });

  test('an agent that was reset says so', () => {
    const text = renderAgent(recordAfter([drifting], { verdict: null }));
    assert.match(text, /no check-in since the reset/);
  });

  test('every id has an address of its own, and back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (id) => {
        assert.equal(agentIdOf(documentUri(id)), id);
      }),
    );
    assert.equal(agentIdOf('file:///x'), null);
    assert.equal(agentIdOf('watchstander:/agents/%zz'), null);
  });

  test('the link to the dashboard keeps every id, however often it is decoded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(4), (id, times) => {
        let query = dashboardLink(id).replace('command:watchstander.openDashboard?', '');
        for (let time = 0; time <= times; time += 1) query = decodeURIComponent(query);
        assert.match(query, /^[^#?%&]*$/);
        assert.deepEqual(JSON.parse(query), [id]);
      }),
    );
  });
});
