import assert from 'node:assert/strict';
import { ArrangedFleet } from '../../../../../client/editor/agents/layout/arrangedFleet.ts';
import type { Layout } from '../../../../../client/editor/agents/layout/arrangement.ts';
import type { AgentRow } from '../../../../../shared/model.ts';
import { critical, row } from '../../rows.ts';

suite('the fleet as it is arranged', () => {
  let rows: Map<string, AgentRow>;
  let layout: { current: Layout };
  let fleet: ArrangedFleet;

  function put(...changed: readonly AgentRow[]): string[] {
    for (const one of changed) rows.set(one.agent_id, one);
    return changed.map(({ agent_id }) => agent_id);
  }

  setup(() => {
    rows = new Map();
    layout = { current: { grouping: 'health', filter: '' } };
    const source = {
      rows,
      row: (id: string) => rows.get(id),
    };
    fleet = new ArrangedFleet(source, layout);
  });

  test('who stays where it was moves nothing; who goes elsewhere changes two groups', () => {
    put(row('one'), row('two'), critical('three'));
    assert.equal(fleet.moved(['one']), null, 'nothing is arranged yet');
    assert.deepEqual(
      fleet.current.sections.map(({ key }) => key),
      ['critical', 'healthy'],
    );
    assert.deepEqual(fleet.moved(put(row('one', { version: 9 }))), []);
    assert.deepEqual(fleet.moved(put(critical('one'))), ['critical', 'healthy']);
    rows.delete('two');
    assert.equal(fleet.moved(['two']), null, 'the group is gone');
    assert.deepEqual([...fleet.everyone].sort(), ['one', 'three']);
  });

  test('with an agent goes whoever it works for: their rows say how it is', () => {
    put(row('top'), row('middle', { parent: 'top' }), row('leaf', { parent: 'middle' }));
    put(row('apart'));
    assert.deepEqual([...fleet.withParents(['leaf'])], ['leaf', 'middle', 'top']);
    assert.deepEqual([...fleet.withParents(['apart', 'gone'])], ['apart', 'gone']);
    put(row('one', { parent: 'other' }), row('other', { parent: 'one' }));
    assert.deepEqual([...fleet.withParents(['one'])], ['one', 'other']);
  });

  test('in another layout everybody may be elsewhere', () => {
    put(row('one', { harness: 'codex' }), row('two', { harness: 'gemini' }));
    assert.equal(fleet.current.sections.length, 1);
    layout.current = { grouping: 'harness', filter: '' };
    fleet.forget();
    assert.equal(fleet.current.sections.length, 2);
  });
});
