import assert from 'node:assert/strict';
import { unwellAgents } from '../../../client/editor/agents/attention.ts';
import { toLine } from '../../../client/editor/dashboard/lines.ts';
import { alertWords } from '../../../shared/alerts.ts';
import { withoutHeading } from '../../../shared/heading.ts';
import type { AgentRow } from '../../../shared/model.ts';
import { needsAttention } from '../../../shared/standing.ts';
import { critical, row } from '../editor/rows.ts';

function paused(agentId: string, by: 'person' | 'policy'): AgentRow {
  const at = '2026-01-01T11:58:00.000Z';
  return row(agentId, { lifecycle_status: 'paused', paused: { at, by, reason: null } });
}

suite('what an agent is', () => {
  test('the dashboard and the window call the same agents those that need attention', () => {
    const rows = [
      row('well'),
      row('waits', { liveness: 'waiting' }),
      row('new', { health_status: 'unknown' }),
      row('so-so', { health_status: 'degraded' }),
      paused('rests', 'person'),
      paused('held', 'policy'),
      critical('ill'),
    ];
    const inWindow = unwellAgents(rows).map(({ agent_id }) => agent_id);
    assert.deepEqual(inWindow, ['ill', 'so-so', 'held']);
    const onPage = rows.map(toLine).filter(needsAttention);
    assert.deepEqual(new Set(onPage.map(({ agentId }) => agentId)), new Set(inWindow));
  });

  test('where a word stands already, the message goes on without it', () => {
    for (const word of alertWords) {
      const heading = word.replace(/^./u, (letter) => letter.toUpperCase());
      assert.equal(withoutHeading(`${heading}: a cause.`, alertWords), 'a cause');
    }
  });

  test('another heading is news, and no heading is none', () => {
    assert.equal(withoutHeading('Critical: risk 0.9.', ['ended']), 'Critical: risk 0.9');
    assert.equal(
      withoutHeading('no check-in since the reset', ['unknown']),
      'no check-in since the reset',
    );
  });
});
