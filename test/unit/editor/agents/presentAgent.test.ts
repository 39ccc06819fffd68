import assert from 'node:assert/strict';
import {
  countGroups,
  groupOf,
  groups,
  agentTooltip,
  presentAgent,
  worstHealth,
} from '../../../../client/editor/agents/presentAgent.ts';
import type { Scene } from '../../../../client/editor/screen/scene.ts';
import { critical, english, noonMs, row } from '../rows.ts';

const live: Scene = { t: english, nowMs: noonMs, freshness: 'live' };
const stale: Scene = { ...live, freshness: 'stale' };

suite('an agent in the tree', () => {
  test('is where its lifecycle or its health puts it', () => {
    assert.equal(groupOf(critical('a')), 'critical');
    assert.equal(groupOf({ ...critical('a'), lifecycle_status: 'paused' }), 'paused');
    assert.equal(groupOf({ ...critical('a'), lifecycle_status: 'archived' }), 'archived');
    assert.equal(groupOf({ ...critical('a'), liveness: 'ended' }), 'ended');
    assert.equal(groupOf(row('a', { health_status: 'unknown' })), 'unknown');
  });

  test('says why it is not well, and since when nothing was heard', () => {
    const { label, description, icon } = presentAgent(critical('builder'), live);
    assert.equal(label, 'builder');
    assert.equal(description, '2 min ago · risk 0.36 reached 0.30 (drift 0.35 of 0.42)');
    assert.deepEqual(icon, { id: 'error', color: 'problemsErrorIcon.foreground' });
  });

  test('says its risk when it is well, rounded down', () => {
    assert.equal(presentAgent(row('a'), live).description, '2 min ago · risk 0.14');
  });

  test('says when it is silent', () => {
    const view = presentAgent(row('a', { liveness: 'silent' }), live);
    assert.equal(view.description, 'silent · 2 min ago · risk 0.14');
  });

  test('says since when, by whom and why it is paused', () => {
    const at = '2026-01-01T11:00:00.000Z';
    const paused = row('a', {
      lifecycle_status: 'paused',
      paused: { at, by: 'person', reason: 'it loops' },
    });
    assert.equal(presentAgent(paused, live).description, '1 h ago · it loops');
    assert.match(agentTooltip(paused, live), /\nPaused by a person: it loops\n/u);
    const silently = { ...paused, paused: { at, by: 'agent' as const, reason: null } };
    assert.equal(presentAgent(silently, live).description, '1 h ago · by an agent');
  });

  test('is marked while nobody is heard', () => {
    const view = presentAgent(critical('a'), stale);
    assert.match(view.description, /^last known · 2 min ago/u);
    assert.equal(view.icon.color, 'disabledForeground');
    assert.match(agentTooltip(critical('a'), stale), /the sidecar is not connected/u);
    assert.match(view.accessibleLabel, /last known/u);
  });

  test('reads as one sentence to a screen reader', () => {
    assert.equal(presentAgent(row('a'), live).accessibleLabel, 'a, Healthy, 2 min ago, risk 0.14');
  });

  test('keeps its id verbatim, whatever it looks like', () => {
    for (const id of [
      '$(trash)',
      '[x](command:y)',
      '**b**',
      '__proto__',
      '../x',
      '{0}',
      '日本語',
    ]) {
      const view = presentAgent(row(id), live);
      assert.equal(view.label, id);
      assert.equal(agentTooltip(row(id), live).split('\n')[0], id);
      assert.ok(view.accessibleLabel.startsWith(`${id}, `));
    }
  });

  test('tells in its tooltip what a pause would do', () => {
    const about = (governed: 'enforced' | 'advisory' | 'ungoverned'): string =>
      agentTooltip(row('a', { governed }), live);
    assert.match(about('enforced'), /A pause is enforced/u);
    assert.match(about('advisory'), /A pause is advisory/u);
    assert.match(about('ungoverned'), /Ungoverned/u);
  });

  test('names its harness, tags and notes in its tooltip, and nothing empty', () => {
    const full = row('a', { harness: 'codex', tags: ['x', 'y'], notes: 'slow' });
    assert.match(agentTooltip(full, live), /\nCodex\n[^]*Tags: x, y\nslow$/u);
    assert.doesNotMatch(agentTooltip(row('a'), live), /\n\n|Tags/u);
    const harnesses = ['claude-code', 'codex', 'gemini', 'cursor', 'copilot'] as const;
    for (const harness of harnesses) {
      assert.match(agentTooltip(row('a', { harness }), live), /\n[A-Z]/u);
    }
  });
});

suite('counts', () => {
  test('every agent is in one group', () => {
    const rows = [critical('a'), row('b'), row('c', { lifecycle_status: 'paused' })];
    const counts = countGroups(rows);
    assert.equal(
      groups.reduce((sum, group) => sum + counts[group], 0),
      rows.length,
    );
  });

  test('the worst health is of agents at work only', () => {
    const paused = { ...critical('a'), lifecycle_status: 'paused' as const };
    assert.equal(worstHealth(countGroups([paused, row('b')])), 'healthy');
    assert.equal(worstHealth(countGroups([paused, row('b'), critical('c')])), 'critical');
    assert.equal(worstHealth(countGroups([paused])), null);
  });
});
