import assert from 'node:assert/strict';
import { ToastDesk, type ToastWindow } from '../../../server/broadcast/toastDesk.ts';
import type { Alert, Toast } from '../../../shared/alerts.ts';
import { ManualClock } from '../../support/manualClock.ts';

class Window implements ToastWindow {
  readonly toasts: Toast[] = [];

  toast(toast: Toast): void {
    this.toasts.push(toast);
  }
}

let lastId = 0;

function alert(agent_id: string, over: Partial<Alert> = {}): Alert {
  lastId += 1;
  return {
    id: `1-${lastId}`,
    agent_id,
    kind: 'health',
    level: 'critical',
    opened: '2026-01-01T00:00:00.000Z',
    reasons: [],
    message: '',
    ...over,
  };
}

let clock = new ManualClock();
let closed = new Set<string>();
let desk = new ToastDesk(clock, () => true);

function seat(focus?: 'focused' | 'blurred', ageMs: number | null = null): Window {
  const window = new Window();
  desk.open(window);
  if (focus !== undefined) say(window, focus, ageMs);
  return window;
}

function say(window: Window, focus: 'focused' | 'blurred', ageMs: number | null = null): void {
  desk.focus(window, { focused: focus === 'focused', last_focus_age_ms: ageMs });
  clock.advance(1);
}

/** Which of these windows is told. */
function told(...windows: Window[]): number[] {
  desk.tell([alert('a')]);
  clock.advance(300);
  return windows.map(({ toasts }) => toasts.length);
}

function begin(): void {
  clock = new ManualClock();
  closed = new Set();
  desk = new ToastDesk(clock, ({ id }) => !closed.has(id));
}

function end(): void {
  desk.dispose();
  assert.equal(clock.pending, 0);
}

suite('toast desk: which window', () => {
  setup(begin);
  teardown(end);

  test('tells the focused window and no other', () => {
    const [one, two] = [seat('focused'), seat('blurred')];
    assert.deepEqual(told(one, two), [1, 0]);
    say(one, 'blurred');
    say(two, 'focused');
    assert.deepEqual(told(one, two), [1, 1]);
  });

  test('with none focused, the one that was last', () => {
    const [one, two] = [seat('focused'), seat('blurred')];
    say(one, 'blurred');
    assert.deepEqual(told(one, two), [1, 0]);
    say(two, 'focused');
    say(two, 'blurred');
    assert.deepEqual(told(one, two), [1, 1]);
    const [three, four] = [seat('blurred', 5_000), seat('blurred', 1_000)];
    desk.open(three);
    assert.deepEqual(told(one, two, three, four).slice(0, 2), [1, 2]);
  });

  test('after a change of sidecar it knows which was focused last', () => {
    const [one, two] = [seat('blurred', 2_000), seat('blurred', 60_000)];
    assert.deepEqual(told(one, two), [1, 0]);
  });

  test('where several say that they are focused, the one that said it last', () => {
    const [one, two] = [seat('focused'), seat('focused')];
    assert.deepEqual(told(one, two), [0, 1]);
    say(one, 'focused');
    assert.deepEqual(told(one, two), [1, 1]);
  });

  test('a window that said nothing is better than none', () => {
    const [one, two] = [seat(), seat()];
    assert.deepEqual(told(one, two), [0, 1]);
  });
});

suite('toast desk: what is told', () => {
  setup(begin);
  teardown(end);

  test('alerts close to each other are one toast, worst first, one of each agent', () => {
    const window = seat('focused');
    const many = Array.from({ length: 50 }, (_, at) => alert(`agent ${at}`, { level: 'degraded' }));
    desk.tell(many);
    clock.advance(299);
    desk.tell([
      alert('late'),
      alert('agent 7'),
      alert('gone', { kind: 'death', level: 'degraded' }),
    ]);
    clock.advance(299);
    assert.equal(window.toasts.length, 0);
    clock.advance(1);
    const [toast] = window.toasts;
    assert.deepEqual(toast?.counts, {
      critical: 2,
      degraded: 49,
      gone: 1,
      stalled: 0,
      silent: 0,
      recovered: 0,
    });
    assert.equal(toast.alert_ids.length, 52);
    assert.deepEqual(toast.alerts.map(({ agent_id }) => agent_id).slice(0, 2), ['late', 'agent 7']);
    assert.equal(toast.alerts.length, 3);
    clock.advance(1_000);
    assert.equal(window.toasts.length, 1);
  });

  test('alerts that go on coming are told every two seconds', () => {
    const window = seat('focused');
    for (let n = 0; n < 50; n += 1) {
      desk.tell([alert(`agent ${n}`)]);
      clock.advance(100);
    }
    clock.advance(300);
    assert.deepEqual(
      window.toasts.map(({ alert_ids }) => alert_ids.length),
      [20, 20, 10],
    );
  });

  test('what is over by then is not told', () => {
    const window = seat('focused');
    const [one, two] = [alert('a'), alert('b')];
    desk.tell([one, two]);
    closed.add(one.id);
    clock.advance(300);
    assert.deepEqual(window.toasts[0]?.alert_ids, [two.id]);
    desk.tell([one]);
    clock.advance(300);
    assert.equal(window.toasts.length, 1);
  });

  test('without a window it waits for one', () => {
    desk.tell([alert('a')]);
    clock.advance(60_000);
    assert.equal(clock.pending, 0);
    const [one, two] = [seat('blurred'), seat('focused')];
    clock.advance(300);
    assert.deepEqual([one.toasts.length, two.toasts.length], [0, 1]);
  });

  test('a window that closes meanwhile is passed over', () => {
    const one = seat('blurred');
    const two = new Window();
    const seated = desk.open(two);
    say(two, 'focused');
    desk.tell([alert('a')]);
    seated.dispose();
    say(two, 'focused');
    clock.advance(300);
    assert.deepEqual([one.toasts.length, two.toasts.length], [1, 0]);
  });
});
