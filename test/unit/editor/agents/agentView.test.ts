import assert from 'node:assert/strict';
import { presentBadge, unwellAgents } from '../../../../client/editor/agents/attention.ts';
import { presentAgent } from '../../../../client/editor/agents/presentAgent.ts';
import { presentLayout } from '../../../../client/editor/agents/layout/presentLayout.ts';
import { critical, english, noonMs, row } from '../rows.ts';

const paused = { at: '2026-01-01T11:58:00.000Z', reason: null } as const;

suite('around the agents', () => {
  test('the badge counts who needs a person, and names them', () => {
    const byPolicy = row('held', {
      lifecycle_status: 'paused',
      paused: { ...paused, by: 'policy' },
    });
    const byPerson = row('rests', {
      lifecycle_status: 'paused',
      paused: { ...paused, by: 'person' },
    });
    const unwell = unwellAgents([
      row('well'),
      byPerson,
      byPolicy,
      row('so-so', { health_status: 'degraded' }),
      critical('ill'),
    ]);
    assert.deepEqual(
      unwell.map(({ agent_id }) => agent_id),
      ['ill', 'so-so', 'held'],
    );
    assert.deepEqual(presentBadge(unwell, english), {
      value: 2,
      tooltip: '2 agents need a person: ill (critical), held (paused)',
    });
    assert.equal(presentBadge(unwellAgents([row('well')]), english), undefined);
  });

  test('the badge names five and counts the others', () => {
    const many = Array.from({ length: 7 }, (_, index) => critical(`a${index}`));
    const badge = presentBadge(unwellAgents(many), english);
    assert.equal(badge?.value, 7);
    assert.match(badge.tooltip, /a4 \(critical\), 2 more$/u);
  });

  test('a filter and another grouping are said, with how many are left', () => {
    const shown = { grouping: 'harness', filter: 'abc' } as const;
    assert.deepEqual(presentLayout({ layout: shown, matching: 3, total: 12 }, english), {
      description: 'by program · “abc”: 3 of 12',
      message: null,
    });
    const none = presentLayout({ layout: shown, matching: 0, total: 12 }, english);
    assert.equal(none.message, 'No agent has “abc” in its id, health, program, folder or tags.');
    const usual = { grouping: 'health', filter: '' } as const;
    assert.deepEqual(presentLayout({ layout: usual, matching: 12, total: 12 }, english), {
      description: '',
      message: null,
    });
  });

  test('a row points where the risk goes, says it, and counts who works for it', () => {
    const scene = { t: english, nowMs: noonMs, freshness: 'live' } as const;
    const helper = { ...critical('helper'), parent: 'main' };
    const rising = row('main', { trend: 'rising', harness: 'codex' });
    const view = presentAgent(rising, scene, [helper, row('b'), row('c', { liveness: 'ended' })]);
    assert.equal(view.description, '2 min ago · 1 subagent critical · ↗ risk 0.14');
    assert.equal(
      view.accessibleLabel,
      'main, Healthy, 2 min ago, 1 subagent critical, risk is rising, risk 0.14, Codex',
    );
    assert.equal(
      presentAgent(row('main'), scene, [row('b'), row('c')]).description,
      '2 min ago · 2 subagents · risk 0.14',
    );
  });
});
