import assert from 'node:assert/strict';
import { HookFleet } from '../../../server/monitor/hooks/hookFleet.ts';
import type { HookEventParams } from '../../../shared/hooks.ts';
import { agentId, hookCallOf, hookEventOf, subagent, subagentId } from './hookEvents.ts';

let fleet: HookFleet;
let nowMs: number;

function take(change: Partial<HookEventParams>): void {
  nowMs += 10;
  const moment = { monotonicMs: nowMs, at: `at ${nowMs}`, isDenied: false };
  fleet.put(fleet.step(hookEventOf(change), moment).agent);
}

function link(id: string, linked: string | null): void {
  const agent = fleet.get(id) ?? assert.fail(id);
  fleet.put({ ...agent, linked });
}

function isRepeat(change: Partial<HookEventParams>, afterMs = 0): boolean {
  nowMs += afterMs;
  const moment = { monotonicMs: nowMs, at: '', isDenied: false };
  return fleet.isRepeat(hookEventOf(change), moment);
}

suite('hook fleet', () => {
  setup(() => {
    fleet = new HookFleet();
    nowMs = 0;
  });

  test('a subagent is an agent of its own below its parent, until it ends', () => {
    take({ phase: 'prompt' });
    take({ subagent, call: hookCallOf('1') });
    assert.equal(fleet.shownParentOf(agentId), null);
    assert.equal(fleet.shownParentOf(subagentId), agentId);
    assert.deepEqual(
      fleet.childrenOf(agentId).map(({ agent_id }) => agent_id),
      [subagentId],
    );
    assert.equal(fleet.liveCount, 2);
    take({ subagent, phase: 'subagentEnd' });
    assert.deepEqual([fleet.childrenOf(agentId), fleet.liveCount], [[], 1]);
    assert.equal(fleet.shown(subagentId)?.place, 'ended');
  });

  test('a call that a predecessor was asked about keeps the agent busy', () => {
    take({ phase: 'prompt' });
    const agent = fleet.get(agentId) ?? assert.fail();
    assert.equal(fleet.shown(agentId)?.isBusy, false);
    fleet.put({ ...agent, askedEarlier: 1 });
    assert.equal(fleet.shown(agentId)?.isBusy, true);
  });

  test('what led to a pause does not count again when it was lifted, in any of its reports', () => {
    take({ call: hookCallOf('1') });
    fleet.put({ ...(fleet.get(agentId) ?? assert.fail()), criticalRun: 7, linked: 'me' });
    fleet.resumed('me');
    assert.equal(fleet.get(agentId)?.criticalRun, 0);
    fleet.forget(agentId);
    assert.equal(fleet.isLinked('me'), false);
  });

  test('what is linked is shown under the id it gave itself, and nowhere else', () => {
    take({ call: hookCallOf('1') });
    take({ subagent, call: hookCallOf('2') });
    link(agentId, 'me');
    assert.deepEqual([fleet.shownId(agentId), fleet.isHidden(agentId)], ['me', true]);
    assert.deepEqual([fleet.shownId('me'), fleet.isHidden('me')], ['me', false]);
    assert.deepEqual(fleet.partnersOf('me'), [agentId]);
    assert.equal(fleet.shown('me')?.facts.receipts, 1);
    assert.equal(fleet.shownParentOf(subagentId), 'me');
    link(agentId, 'other');
    assert.deepEqual([fleet.partnersOf('me'), fleet.partnersOf('other')], [[], [agentId]]);
    assert.equal(fleet.shown('me'), null);
    take({ phase: 'sessionEnd' });
    assert.deepEqual([fleet.livePartnersOf('other'), fleet.partnersOf('other')], [[], [agentId]]);
    fleet.forget(agentId);
    assert.deepEqual([fleet.partnersOf('other'), fleet.shown('other')], [[], null]);
  });

  test('a subagent that reports as its parent does is nobody’s child', () => {
    take({ call: hookCallOf('1') });
    take({ subagent, call: hookCallOf('2') });
    link(agentId, 'me');
    link(subagentId, 'me');
    assert.equal(fleet.shownParentOf('me'), null);
  });

  test('an event with a mark of its own counts once, one without when it comes at once again', () => {
    const marked = { call: hookCallOf('1') };
    assert.deepEqual([isRepeat(marked), isRepeat(marked, 60_000)], [false, true]);
    assert.equal(isRepeat({ ...marked, phase: 'after' }), false);
    assert.equal(isRepeat({ ...marked, subagent }), false);
    assert.equal(isRepeat({ call: hookCallOf('2') }), false);
    const unmarked = { call: hookCallOf(null) };
    assert.deepEqual([isRepeat(unmarked), isRepeat(unmarked, 999)], [false, true]);
    assert.equal(isRepeat(unmarked, 1_000), false);
    const stamped = { phase: 'turnEnd', stamp: 'turn 1' } as const;
    assert.deepEqual([isRepeat(stamped), isRepeat(stamped, 60_000)], [false, true]);
  });

  test('of the events remembered the oldest is forgotten first', () => {
    for (let at = 0; at <= 2_000; at += 1) isRepeat({ call: hookCallOf(`call ${at}`) });
    assert.equal(isRepeat({ call: hookCallOf('call 1') }), true);
    assert.equal(isRepeat({ call: hookCallOf('call 0') }), false);
  });
});
