import assert from 'node:assert/strict';
import {
  arrange,
  changedSections,
  mostRows,
  placeOf,
  type Layout,
} from '../../../../../client/editor/agents/layout/arrangement.ts';
import type { AgentRow } from '../../../../../shared/model.ts';
import { critical, row } from '../../rows.ts';

const byHealth: Layout = { grouping: 'health', filter: '' };

function fleetOf(...rows: readonly AgentRow[]): ReadonlyMap<string, AgentRow> {
  return new Map(rows.map((one) => [one.agent_id, one]));
}

function shown(rows: ReadonlyMap<string, AgentRow>, layout: Layout = byHealth) {
  return arrange(rows, layout).sections.map(({ key, agentIds }) => [key, ...agentIds]);
}

function risky(agentId: string, risk_score: number): AgentRow {
  const base = row(agentId);
  return { ...base, metrics: { ...base.metrics, risk_score } };
}

suite('where agents are shown', () => {
  test('by health: the worst group first, names in order, ten after nine', () => {
    const fleet = fleetOf(
      row('agent 10'),
      row('agent 9'),
      row('held', { lifecycle_status: 'paused' }),
      critical('drifting'),
    );
    assert.deepEqual(shown(fleet), [
      ['critical', 'drifting'],
      ['healthy', 'agent 9', 'agent 10'],
      ['paused', 'held'],
    ]);
  });

  test('by program or folder: by name, what is not known last, the worst agent first', () => {
    const fleet = fleetOf(
      row('a', { harness: 'gemini', workspace: '/z/alpha' }),
      row('b', { harness: 'codex', workspace: '/a/beta' }),
      { ...critical('c'), harness: 'gemini', workspace: '/z/alpha' },
      row('d'),
    );
    assert.deepEqual(shown(fleet, { grouping: 'harness', filter: '' }), [
      ['codex', 'b'],
      ['gemini', 'c', 'a'],
      ['', 'd'],
    ]);
    assert.deepEqual(shown(fleet, { grouping: 'workspace', filter: '' }), [
      ['/z/alpha', 'c', 'a'],
      ['/a/beta', 'b'],
      ['', 'd'],
    ]);
  });

  test('a subagent is below the agent that it works for, and nowhere else', () => {
    const fleet = fleetOf(row('main'), row('helper', { parent: 'main' }), row('other'));
    const { sections, children } = arrange(fleet, byHealth);
    assert.deepEqual(sections, [{ key: 'healthy', agentIds: ['main', 'other'], count: 3 }]);
    assert.deepEqual([...children], [['main', ['helper']]]);
  });

  test('a family is where its worst member at work belongs', () => {
    const helper = { ...critical('helper'), parent: 'main' };
    assert.deepEqual(shown(fleetOf(row('main'), helper)), [['critical', 'main']]);
    const ended = { ...helper, liveness: 'ended' as const };
    assert.deepEqual(shown(fleetOf(row('main'), ended)), [['healthy', 'main']]);
  });

  test('without its parent a subagent is at the top, and so is everybody in a circle', () => {
    assert.deepEqual(shown(fleetOf(row('orphan', { parent: 'gone' }))), [['healthy', 'orphan']]);
    const circle = fleetOf(
      row('a', { parent: 'b' }),
      row('b', { parent: 'a' }),
      row('c', { parent: 'c' }),
    );
    assert.deepEqual(shown(circle), [['healthy', 'a', 'b', 'c']]);
  });

  test('a filter leaves what has the text somewhere, and whom that works for', () => {
    const fleet = fleetOf(
      row('main'),
      row('needle', { parent: 'main' }),
      row('sibling', { parent: 'main' }),
      row('tagged', { tags: ['Needle'] }),
      row('other'),
    );
    const layout = { grouping: 'health', filter: 'NEEDLE' } as const;
    const { sections, children, matching } = arrange(fleet, layout);
    assert.deepEqual(sections, [{ key: 'healthy', agentIds: ['main', 'tagged'], count: 3 }]);
    assert.deepEqual([...children], [['main', ['needle']]]);
    assert.equal(matching, 3);
    assert.deepEqual(shown(fleet, { grouping: 'health', filter: 'none such' }), []);
  });

  test('by its program, folder and health an agent is found, too', () => {
    const fleet = fleetOf(row('a', { harness: 'gemini', workspace: '/home/me/shop' }));
    for (const filter of ['gemini cli', '/me/shop', 'healthy']) {
      assert.equal(arrange(fleet, { grouping: 'health', filter }).matching, 1, filter);
    }
  });

  test('in a large fleet the risky ones are first, in steps that a check-in rarely leaves', () => {
    const many = Array.from({ length: mostRows }, (_, index) => risky(`agent ${index}`, 0.01));
    const fleet = fleetOf(...many, risky('risky', 0.14));
    assert.equal(arrange(fleet, byHealth).sections[0]?.agentIds[0], 'risky');
    assert.equal(
      placeOf(risky('a', 0.01), byHealth, true),
      placeOf(risky('a', 0.09), byHealth, true),
    );
  });

  test('the place of an agent is another when its group, parent or program is', () => {
    const before = placeOf(row('a'), byHealth, false);
    assert.equal(placeOf(risky('a', 0.14), byHealth, false), before);
    for (const other of [
      critical('a'),
      row('a', { parent: 'b' }),
      row('a', { liveness: 'ended' }),
    ]) {
      assert.notEqual(placeOf(other, byHealth, false), before);
    }
    const byProgram = { grouping: 'harness', filter: '' } as const;
    assert.notEqual(
      placeOf(row('a', { harness: 'codex' }), byProgram, false),
      placeOf(row('a'), byProgram, false),
    );
  });
});

suite('what of the tree is to be drawn anew', () => {
  const before = fleetOf(row('a'), row('b'), critical('c'));

  function changed(...rows: readonly AgentRow[]): readonly string[] | null {
    const after = fleetOf(...before.values(), ...rows);
    return changedSections(arrange(before, byHealth), arrange(after, byHealth));
  }

  test('nothing, the groups that somebody came to or left, or all', () => {
    assert.deepEqual(changed(), []);
    assert.deepEqual(changed(row('d')), ['healthy']);
    assert.deepEqual(changed(critical('a')), ['critical', 'healthy']);
    assert.equal(changed(row('d', { health_status: 'degraded' })), null);
    assert.equal(changed(row('d', { parent: 'a' })), null);
  });
});
