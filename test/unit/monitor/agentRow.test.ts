import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isListed, rowOf, type RowContext } from '../../../server/monitor/agentRow.ts';
import { FleetCounts } from '../../../server/monitor/fleetCounts.ts';
import { healthStates, lifecycleStates, type AgentRecord } from '../../../shared/model.ts';
import { drifting, recordAfter } from '../../support/records.ts';

const context: RowContext = {
  wallMs: Date.parse('2026-01-01T00:05:00.000Z'),
  silentAfterMs: 600_000,
  hook: null,
  parent: null,
  trend: null,
  partners: [],
};

suite('registry', () => {
  test('a row has what the record has', () => {
    const record = recordAfter([{}, drifting], { notes: 'n'.repeat(500), tags: ['x'] });
    const row = rowOf(record, context);
    assert.equal(row.version, 2);
    assert.equal(row.total_updates, 2);
    assert.equal(row.health_status, 'degraded');
    assert.equal(row.metrics.coherence, record.state.coherence);
    assert.equal(row.notes.length, 200);
    assert.equal(row.liveness, 'active');
  });

  test('an agent is silent after the time of the policy, and ended when it is archived', () => {
    const record = recordAfter([{}]);
    assert.equal(rowOf(record, { ...context, silentAfterMs: 299_999 }).liveness, 'silent');
    assert.equal(rowOf(record, { ...context, silentAfterMs: 300_000 }).liveness, 'active');
    assert.equal(rowOf({ ...record, lifecycle: 'archived' }, context).liveness, 'ended');
  });

  test('after a reset health is unknown', () => {
    const row = rowOf(recordAfter([drifting], { verdict: null }), context);
    assert.equal(row.health_status, 'unknown');
    assert.equal(row.metrics.risk_score, 0);
  });

  test('counts kept with each change are those of a count from nothing', () => {
    const base = recordAfter([{}]);
    const change = fc.record({
      agent_id: fc.constantFrom('a', 'b', 'c', 'd'),
      lifecycle: fc.constantFrom(...lifecycleStates),
      health: fc.constantFrom(...healthStates, null),
    });
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const counts = new FleetCounts();
        const fleet = new Map<string, AgentRecord>();
        for (const { agent_id, lifecycle, health } of changes) {
          const verdict =
            health === null || base.verdict === null ? null : { ...base.verdict, health };
          const record = { ...base, agent_id, lifecycle, verdict };
          fleet.set(agent_id, record);
          counts.update({ agent_id, lifecycle, health });
        }
        assert.deepEqual(counts.summary, countFrom([...fleet.values()]));
      }),
    );
  });
});

function countFrom(records: readonly AgentRecord[]): FleetCounts['summary'] {
  const listed = records.filter(isListed);
  const watched = listed.filter(({ lifecycle }) => lifecycle !== 'archived');
  const inState = (state: string): number => listed.filter((r) => r.lifecycle === state).length;
  const inHealth = (health: string): number =>
    watched.filter(({ verdict }) => verdict?.health === health).length;
  return {
    total_agents: listed.length,
    active: inState('active'),
    paused: inState('paused'),
    archived: inState('archived'),
    healthy: inHealth('healthy'),
    degraded: inHealth('degraded'),
    critical: inHealth('critical'),
  };
}
