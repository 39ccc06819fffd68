import assert from 'node:assert/strict';
import { timestampOf, type Clock } from '../../../shared/clock.ts';
import type { Lifecycle } from '../../../shared/model.ts';
import { SilenceWatch } from '../../../server/monitor/silenceWatch.ts';
import { SnoozeWatch } from '../../../server/monitor/snoozeWatch.ts';
import { SleepyClock } from '../../support/sleepyClock.ts';

const silentAfterMs = 600_000;

let clock = new SleepyClock();
let silent: [string, number][] = [];
let watch: SilenceWatch;
let version = 0;

function record(agent_id: string, lifecycle: Lifecycle = 'active') {
  version += 1;
  return { agent_id, lifecycle, last_update: `${timestampOf(clock.wallMs())} ${version}` };
}

function begin(): void {
  clock = new SleepyClock();
  silent = [];
  watch = new SilenceWatch(clock, {
    silentAfterMs: () => silentAfterMs,
    onSilent: (id, ms) => silent.push([id, ms]),
  });
}

function end(): void {
  watch.dispose();
  assert.equal(clock.pending, 0);
}

suite('silence watch', () => {
  setup(begin);
  teardown(end);

  test('an agent is silent once, the time of the policy after its last check-in', () => {
    watch.follow(record('a'));
    clock.advance(400_000);
    watch.follow(record('a'));
    clock.advance(599_999);
    assert.deepEqual(silent, []);
    clock.advance(1);
    assert.deepEqual(silent, [['a', silentAfterMs]]);
    clock.advance(10 * silentAfterMs);
    assert.equal(silent.length, 1);
    watch.follow(record('a'));
    clock.advance(silentAfterMs);
    assert.equal(silent.length, 2);
  });

  test('an edit is no check-in', () => {
    const checkedIn = record('a');
    watch.follow(checkedIn);
    clock.advance(400_000);
    watch.follow({ ...checkedIn });
    clock.advance(200_000);
    assert.equal(silent.length, 1);
    watch.follow({ ...checkedIn });
    clock.advance(silentAfterMs);
    assert.equal(silent.length, 1);
  });

  test('no timer runs while nobody can become silent', () => {
    assert.equal(watch.isWaiting, false);
    watch.follow(record('a'));
    assert.equal(clock.pending, 1);
    watch.follow(record('b'));
    assert.equal(clock.pending, 1);
    clock.advance(silentAfterMs);
    assert.deepEqual([silent.length, clock.pending], [2, 0]);
    watch.follow(record('a'));
    watch.follow(record('a', 'paused'));
    clock.advance(silentAfterMs);
    assert.deepEqual([silent.length, clock.pending], [2, 0]);
  });

  test('a thousand check-ins cost one timer, which fires no oftener than something can be due', () => {
    let fired = 0;
    const counting: Clock = {
      ...{ wallMs: clock.wallMs, monotonicMs: clock.monotonicMs, every: clock.every },
      after: (ms, run) =>
        clock.after(ms, () => {
          fired += 1;
          run();
        }),
    };
    const rules = { silentAfterMs: () => silentAfterMs, onSilent: () => assert.fail('silent') };
    const busy = new SilenceWatch(counting, rules);
    for (let n = 0; n < 1_000; n += 1) {
      busy.follow(record('a'));
      clock.advance(6_000);
    }
    assert.ok(fired <= 6_000_000 / (silentAfterMs - 6_000) + 1, `${fired} times`);
    busy.dispose();
  });

  test('paused, archived and resting agents are not silent; a resumed one has its time again', () => {
    for (const lifecycle of ['paused', 'archived', 'deleted'] as const) {
      watch.follow(record('a'));
      watch.follow(record('a', lifecycle));
      clock.advance(2 * silentAfterMs);
    }
    watch.follow(record('waiting'));
    watch.rest('waiting');
    clock.advance(2 * silentAfterMs);
    assert.deepEqual(silent, []);
    watch.follow(record('a'));
    clock.advance(silentAfterMs - 1);
    assert.deepEqual(silent, []);
    clock.advance(1);
    assert.equal(silent.length, 1);
  });
});

suite('silence watch: sleep and start', () => {
  setup(begin);
  teardown(end);

  test('a night’s sleep of the machine is not silence: the time starts anew', () => {
    watch.follow(record('a'));
    clock.advance(300_000);
    clock.sleep(8 * 3_600_000);
    clock.advance(300_000);
    assert.deepEqual(silent, []);
    clock.advance(silentAfterMs - 1);
    assert.deepEqual(silent, []);
    clock.advance(1);
    assert.deepEqual(silent, [['a', silentAfterMs]]);
  });

  test('a sleep that both clocks see is noticed by its late tick', () => {
    const late: (() => void)[] = [];
    let nowMs = 0;
    const jumping: Clock = {
      wallMs: () => nowMs,
      monotonicMs: () => nowMs,
      every: clock.every,
      after(_ms, run) {
        late.push(run);
        return { dispose: () => undefined };
      },
    };
    const rules = {
      silentAfterMs: () => silentAfterMs,
      onSilent: (id: string, ms: number) => silent.push([id, ms]),
    };
    const jumpy = new SilenceWatch(jumping, rules);
    jumpy.follow(record('a'));
    nowMs = 8 * 3_600_000;
    late.shift()?.();
    assert.deepEqual(silent, []);
    nowMs += silentAfterMs;
    late.shift()?.();
    assert.deepEqual(silent, [['a', silentAfterMs]]);
    jumpy.dispose();
  });

  test('at a start only those that were heard of lately are waited for', () => {
    const lately = { ...record('lately'), last_update: timestampOf(clock.wallMs() - 500_000) };
    const long = { ...record('long'), last_update: timestampOf(clock.wallMs() - 700_000) };
    for (const known of [lately, long]) watch.begin(known);
    watch.follow(long);
    clock.advance(silentAfterMs);
    assert.deepEqual(silent, [['lately', silentAfterMs]]);
    watch.renew('lately');
    watch.renew('unknown');
    clock.advance(silentAfterMs);
    assert.equal(silent.length, 2);
  });

  test('a shorter time in the policy counts at once when told', () => {
    let afterMs = silentAfterMs;
    const rules = { silentAfterMs: () => afterMs, onSilent: (id: string) => silent.push([id, 0]) };
    const strict = new SilenceWatch(clock, rules);
    strict.follow(record('a'));
    afterMs = 1_000;
    strict.reconsider();
    clock.advance(1_000);
    assert.equal(silent.length, 1);
    strict.dispose();
  });
});

suite('snooze watch', () => {
  test('tells once when a snooze is over, by the wall clock, also after a sleep', () => {
    const clock = new SleepyClock();
    const over: string[] = [];
    const watch = new SnoozeWatch(clock, (id) => over.push(id));
    const until = (ms: number): string => timestampOf(clock.wallMs() + ms);
    watch.follow({ agent_id: 'a', snoozed_until: until(60_000) });
    watch.follow({ agent_id: 'b', snoozed_until: until(3_600_000) });
    watch.follow({ agent_id: 'c', snoozed_until: until(30_000) });
    watch.follow({ agent_id: 'c', snoozed_until: null });
    clock.advance(59_999);
    assert.deepEqual(over, []);
    clock.advance(1);
    assert.deepEqual(over, ['a']);
    clock.sleep(3_600_000);
    clock.advance(3_600_000);
    assert.deepEqual([over, clock.pending], [['a', 'b'], 0]);
    watch.follow({ agent_id: 'far', snoozed_until: until(30 * 86_400_000) });
    clock.advance(30 * 86_400_000);
    assert.deepEqual(over, ['a', 'b', 'far']);
    watch.dispose();
  });
});
