import assert from 'node:assert/strict';
import { RiskTrends } from '../../../server/monitor/riskTrends.ts';
import type { AgentRecord } from '../../../shared/model.ts';
import { recordAfter } from '../../support/records.ts';

suite('which way the risk goes', () => {
  const base = recordAfter([{}]);

  function at(updates: number, risk_score: number, differences: Partial<AgentRecord> = {}) {
    const { verdict, state } = base;
    assert.ok(verdict);
    const judged = { ...verdict, risk_score };
    return { ...base, state: { ...state, updates }, verdict: judged, ...differences };
  }

  function trendAfter(...risks: number[]) {
    const trends = new RiskTrends();
    risks.forEach((risk, index) => trends.note(at(index + 1, risk)));
    return trends.of(base.agent_id);
  }

  test('is judged over the newest check-ins, and small differences are none', () => {
    assert.equal(trendAfter(), null);
    assert.equal(trendAfter(0.1), null);
    assert.equal(trendAfter(0.1, 0.15), 'rising');
    assert.equal(trendAfter(0.15, 0.1), 'falling');
    assert.equal(trendAfter(0.1, 0.11, 0.1), 'steady');
    assert.equal(trendAfter(0.5, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2), 'steady');
  });

  test('the same check-in again is no other', () => {
    const trends = new RiskTrends();
    trends.note(at(1, 0.1));
    trends.note(at(1, 0.3));
    assert.equal(trends.of(base.agent_id), null);
  });

  test('a reset begins anew, and who is archived has none', () => {
    const trends = new RiskTrends();
    trends.note(at(8, 0.1));
    trends.note(at(9, 0.5));
    trends.note(at(1, 0.1));
    assert.equal(trends.of(base.agent_id), null);
    trends.note(at(2, 0.5));
    trends.note(at(2, 0.5, { lifecycle: 'archived' }));
    assert.equal(trends.of(base.agent_id), null);
  });
});
