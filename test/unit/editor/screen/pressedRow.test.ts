import assert from 'node:assert/strict';
import { DrawnRows } from '../../../../client/editor/screen/drawnRows.ts';
import { idIn, idMeant, lostRow, targetIn } from '../../../../client/editor/screen/pressedRow.ts';
import { ManualClock } from '../../../support/manualClock.ts';

suite('a row that was pressed', () => {
  const agents = new DrawnRows(new ManualClock());
  const alerts = new DrawnRows(new ManualClock());
  agents.note('agent:one', { agentId: 'one', context: 'agent.paused' });
  agents.note('agent:two', { agentId: 'two', context: 'agent.active' });
  alerts.note('alert:a', {
    agentId: 'two',
    alertId: 'a',
    context: 'alert.open.unattended.standing.awake.heard',
  });

  test('what is called without a row is not taken for a lost one', () => {
    assert.equal(targetIn([]), undefined);
    assert.equal(targetIn([undefined]), undefined);
    assert.equal(targetIn([undefined, undefined]), lostRow);
    assert.equal(targetIn(['id']), 'id');
    assert.equal(targetIn([null]), null);
  });

  test('an id is of the row, or given as it is; anything else has none', () => {
    assert.equal(idIn({ kind: 'alert', agentId: 'two', alertId: 'a' }, 'alertId'), 'a');
    assert.equal(idIn({ kind: 'alert', agentId: 'two', alertId: 'a' }, 'agentId'), 'two');
    assert.equal(idIn('three', 'agentId'), 'three');
    for (const other of [undefined, null, 7, {}, { agentId: 7 }, lostRow]) {
      assert.equal(idIn(other, 'agentId'), undefined);
    }
  });

  test('a lost row was of the only one that offered the command', () => {
    const resume = { command: 'watchstander.resumeAgent', target: lostRow } as const;
    assert.equal(idMeant(resume, 'agentId', [agents, alerts]), 'one');
    assert.equal(idMeant(resume, 'agentId', [alerts]), undefined);
    const acknowledge = { command: 'watchstander.acknowledgeAlert', target: lostRow } as const;
    assert.equal(idMeant(acknowledge, 'alertId', [alerts]), 'a');
  });

  test('an agent and its alert are one, two agents are two', () => {
    const pause = { command: 'watchstander.pauseAgent', target: lostRow } as const;
    assert.equal(idMeant(pause, 'agentId', [agents, alerts]), 'two');
    const show = { command: 'watchstander.showAgent', target: lostRow } as const;
    assert.equal(idMeant(show, 'agentId', [agents, alerts]), undefined);
  });

  test('a row that is there is meant, whatever else offers the command', () => {
    const show = { command: 'watchstander.showAgent', target: { agentId: 'two' } } as const;
    assert.equal(idMeant(show, 'agentId', [agents, alerts]), 'two');
    assert.equal(idMeant({ ...show, target: undefined }, 'agentId', [agents]), undefined);
  });
});
