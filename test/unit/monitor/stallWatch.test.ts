import assert from 'node:assert/strict';
import {
  newHookAgent,
  takeEvent,
  type HookAgent,
} from '../../../server/monitor/hooks/hookAgent.ts';
import { stalledAfterMs, StallWatch } from '../../../server/monitor/stallWatch.ts';
import type { HookPhase } from '../../../shared/hooks.ts';
import { SleepyClock } from '../../support/sleepyClock.ts';
import { agentId, hookCallOf, hookEventOf } from './hookEvents.ts';

let clock: SleepyClock;
let stalled: [string, number][];
let watch: StallWatch;
let agent: HookAgent;

function take(phase: HookPhase): void {
  const isCall = phase === 'before' || phase === 'after';
  const event = hookEventOf({ phase, call: isCall ? hookCallOf('1') : null });
  agent = takeEvent(agent, event, moment()).agent;
  watch.follow(agent);
}

function moment() {
  return { monotonicMs: clock.monotonicMs(), at: '', isDenied: false };
}

suite('stall watch', () => {
  setup(() => {
    clock = new SleepyClock();
    stalled = [];
    watch = new StallWatch(clock, (id, quietMs) => stalled.push([id, quietMs]));
    agent = newHookAgent(hookEventOf(), moment());
  });

  test('tells once of an agent that should go on and does nothing for five minutes', () => {
    take('prompt');
    clock.advance(stalledAfterMs - 1);
    assert.deepEqual(stalled, []);
    clock.advance(1);
    assert.deepEqual(stalled, [[agentId, stalledAfterMs]]);
    clock.advance(10 * stalledAfterMs);
    assert.deepEqual([stalled.length, clock.pending], [1, 0]);
    take('after');
    clock.advance(stalledAfterMs);
    assert.equal(stalled.length, 2);
  });

  test('each event begins the time anew', () => {
    take('prompt');
    clock.advance(stalledAfterMs - 1);
    take('after');
    clock.advance(stalledAfterMs - 1);
    assert.deepEqual(stalled, []);
    clock.advance(1);
    assert.deepEqual(stalled, [[agentId, stalledAfterMs]]);
  });

  for (const [what, phase] of [
    ['with a call in flight', 'before'],
    ['when the user is due', 'turnEnd'],
    ['while it waits for the user', 'waiting'],
    ['after its end', 'sessionEnd'],
  ] as const) {
    test(`says nothing ${what}, however long`, () => {
      take('prompt');
      clock.advance(stalledAfterMs - 1);
      take(phase);
      clock.advance(100 * stalledAfterMs);
      assert.deepEqual(stalled, []);
    });
  }

  test('a sleep of the machine is no silence: the time starts anew', () => {
    take('prompt');
    clock.sleep(3_600_000);
    clock.advance(stalledAfterMs);
    assert.deepEqual(stalled, []);
    clock.advance(stalledAfterMs);
    assert.deepEqual(stalled, [[agentId, stalledAfterMs]]);
  });

  test('an end of the watch leaves no timer', () => {
    take('prompt');
    watch.dispose();
    assert.equal(clock.pending, 0);
  });
});
