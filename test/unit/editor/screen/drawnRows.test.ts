import assert from 'node:assert/strict';
import { DrawnRows } from '../../../../client/editor/screen/drawnRows.ts';
import { ManualClock } from '../../../support/manualClock.ts';

suite('rows on the screen', () => {
  let clock: ManualClock;
  let drawn: DrawnRows;

  setup(() => {
    clock = new ManualClock();
    drawn = new DrawnRows(clock);
  });

  function draw(agentId: string, context: string): void {
    drawn.note(`agent:${agentId}`, { agentId, context });
  }

  function paused(): string[] {
    return drawn.offering(/^agent\.paused$/).map(({ agentId }) => agentId);
  }

  test('a row offers what it was drawn with, and what it was drawn with a moment ago', () => {
    draw('one', 'agent.paused');
    draw('two', 'agent.active');
    assert.deepEqual(paused(), ['one']);
    draw('one', 'agent.active');
    draw('two', 'agent.paused');
    clock.advance(4_999);
    assert.deepEqual(paused(), ['one', 'two']);
    clock.advance(1);
    assert.deepEqual(paused(), ['two']);
  });

  test('drawn again as it was, it is one row, for as long as it is there', () => {
    draw('one', 'agent.paused');
    clock.advance(60_000);
    draw('one', 'agent.paused');
    clock.advance(60_000);
    assert.deepEqual(paused(), ['one']);
  });

  test('a row that is gone counts for a moment, and comes back as a new one', () => {
    draw('one', 'agent.paused');
    drawn.keep(() => false);
    assert.deepEqual(paused(), ['one']);
    clock.advance(5_000);
    drawn.keep(() => false);
    assert.deepEqual(paused(), []);
    draw('one', 'agent.paused');
    assert.deepEqual(paused(), ['one']);
  });

  test('what stays is not touched by what goes', () => {
    draw('one', 'agent.paused');
    draw('two', 'agent.paused');
    drawn.keep(({ agentId }) => agentId === 'two');
    clock.advance(5_000);
    assert.deepEqual(paused(), ['two']);
  });
});
