import assert from 'node:assert/strict';
import {
  presentDetails,
  type DetailSubject,
} from '../../../../client/editor/agents/presentDetails.ts';
import type { Scene } from '../../../../client/editor/screen/scene.ts';
import type { Alert } from '../../../../shared/alerts.ts';
import { drifting, recordAfter } from '../../../support/records.ts';
import { english, noonMs, row } from '../rows.ts';

const scene: Scene = { t: english, nowMs: noonMs, freshness: 'live' };

function shown(differences: Partial<DetailSubject> = {}): Record<string, string> {
  const subject = { row: row('a'), verdict: null, health: null, alert: undefined };
  const details = presentDetails({ ...subject, ...differences }, scene);
  return Object.fromEntries(details.map(({ label, description }) => [label, description]));
}

suite('what is below an agent', () => {
  test('without the sidecar: what its row says', () => {
    assert.deepEqual(shown(), {
      Risk: '0.14',
      Coherence: '0.97',
      Void: '0.00 · not active',
      State: 'E 0.70, I 0.80, S 0.10 · λ₁ 0.10',
    });
  });

  test('metrics say the limits of the policy in words, and which way the risk goes', () => {
    const health = {
      risk: { healthy: 0.15, degraded: 0.3 },
      coherence: { healthy: 0.85, degraded: 0.6 },
      void: 'critical',
      smoothing: 0.3,
    } as const;
    const { Risk, Coherence } = shown({ row: row('a', { trend: 'rising' }), health });
    assert.equal(Risk, '0.14 ↗ · risk is rising · healthy under 0.15, critical from 0.30');
    assert.equal(Coherence, '0.97 · healthy from 0.85, critical under 0.60');
  });

  test('the decision and why, and whether it needs a person', () => {
    const { verdict } = recordAfter([drifting, drifting]);
    assert.ok(verdict);
    const decision = { action: 'reject', reason: 'Too risky.', require_human: true } as const;
    const { Decision } = shown({ verdict: { ...verdict, decision } });
    assert.equal(Decision, 'reject · needs a person · Too risky.');
  });

  test('what its tools did, with the limits that are judged by', () => {
    const facts = {
      calls: 51,
      receipts: 50,
      failure_run: 2,
      nothing_new_run: 3,
      calls_since_good_edit: 9,
      repeating: true,
      last_event: '2026-01-01T11:57:00.000Z',
      in_flight: { tool: 'Bash', since: '2026-01-01T11:50:00.000Z' },
    };
    const details = shown({ row: row('a', { facts, harness: 'codex', workspace: '/me/shop' }) });
    assert.equal(details['Tool Calls'], '51 finished · 50 asked about before they ran');
    assert.equal(details['Failures in a Row'], '2 · stuck from 5');
    assert.equal(
      details['Nothing New in a Row'],
      '3 · stuck from 7 · the same call with the same result again and again',
    );
    assert.equal(details['Calls Since the Last Good Edit'], '9');
    assert.equal(details['Last Event'], '3 min ago');
    assert.equal(details['Running'], 'Bash · since 10 min ago');
    assert.equal(details['Program'], 'Codex · /me/shop');
  });

  test('the last alert', () => {
    const alert: Alert = {
      id: '1-1',
      agent_id: 'a',
      kind: 'health',
      level: 'critical',
      opened: '2026-01-01T11:50:00.000Z',
      reasons: [],
      message: 'Risk 0.40 reached 0.30.',
    };
    assert.equal(shown({ alert })['Last Alert'], 'open · 10 min ago · Risk 0.40 reached 0.30.');
    const closed = { ...alert, closed: '2026-01-01T11:59:00.000Z' };
    assert.equal(
      shown({ alert: closed })['Last Alert'],
      'closed · 1 min ago · Risk 0.40 reached 0.30.',
    );
  });
});
