import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AlertEvent } from '../../../server/monitor/alerts/alerts.ts';
import { AlertRun, minuteMs, verdictOf } from './alertRun.ts';

/** What holds whatever happens, in whatever order. */

const letters = fc.constantFrom('h', 'h', 'h', 'd', 'c');
const checkIn = letters.map((letter) => ({ event: judged(letter), letter }));
const others = fc
  .constantFrom<AlertEvent>(
    { kind: 'silent', silentMs: 10 * minuteMs },
    { kind: 'gone' },
    { kind: 'left' },
    { kind: 'paused' },
    { kind: 'reset' },
    { kind: 'retired' },
    { kind: 'snoozeOver' },
  )
  .map((event) => ({ event, letter: '' }));
const turn = fc.record({
  what: fc.oneof({ weight: 8, arbitrary: checkIn }, { weight: 1, arbitrary: others }),
  pauseMs: fc.integer({ min: 0, max: 8 * minuteMs }),
});
const story = fc.array(turn, { maxLength: 200 });

function judged(letter: string): AlertEvent {
  return { kind: 'judged', verdict: verdictOf(letter) };
}

function check(
  property: fc.IProperty<[{ what: { event: AlertEvent; letter: string }; pauseMs: number }[]]>,
) {
  fc.assert(property, { numRuns: 300, seed: 20_261_122 });
}

suite('alerts: properties (seed 20261122)', () => {
  test('no incident opens twice, and none of a kind beside another', () => {
    check(
      fc.property(story, (turns) => {
        const run = new AlertRun();
        const seen = new Set<string>();
        for (const { what, pauseMs } of turns) {
          const before = run.state.open.map(({ id }) => id);
          const step = run.wait(pauseMs).take(what.event);
          const kinds = run.state.open.map(({ kind }) => kind);
          assert.equal(new Set(kinds).size, kinds.length);
          for (const { id } of run.state.open) {
            assert.ok(before.includes(id) || !seen.has(id), `${id} opened twice`);
            seen.add(id);
          }
          for (const { id } of step.closed) seen.add(id);
        }
        const ended = run.closed.map(({ id }) => id);
        assert.equal(new Set(ended).size, ended.length);
      }),
    );
  });

  test('a recovery from ill health means five healthy updates in a row', () => {
    check(
      fc.property(story, (turns) => {
        const run = new AlertRun();
        let letters = '';
        for (const { what, pauseMs } of turns) {
          if (what.letter !== '') letters += what.letter;
          const { closed } = run.wait(pauseMs).take(what.event);
          const health = closed.find(({ kind }) => kind === 'health');
          if (health === undefined) continue;
          const isWell = letters.endsWith('hhhhh');
          assert.ok(isWell || ['reset', 'retired'].includes(what.event.kind));
        }
      }),
    );
  });

  test('nobody is told twice of one kind and level within the cooldown', () => {
    check(
      fc.property(story, (turns) => {
        const run = new AlertRun();
        const last = new Map<string, number>();
        for (const { what, pauseMs } of turns) {
          const { told } = run.wait(pauseMs).take(what.event);
          for (const { kind, level } of what.event.kind === 'retired' ? [] : told) {
            const key = `${kind} ${level}`;
            const beforeMs = last.get(key) ?? -Infinity;
            const isReminder = what.event.kind === 'snoozeOver';
            assert.ok(isReminder || run.wallMs - beforeMs >= run.settings.cooldown_ms, key);
            last.set(key, run.wallMs);
          }
          if (what.event.kind === 'retired') last.clear();
        }
      }),
    );
  });

  test('a critical agent has an open incident that is critical', () => {
    check(
      fc.property(story, (turns) => {
        const run = new AlertRun();
        for (const { what, pauseMs } of turns) {
          run.wait(pauseMs).take(what.event);
          if (what.letter === 'c') assert.ok(run.open.includes('health critical'));
        }
      }),
    );
  });

  test('state is plain JSON and small', () => {
    check(
      fc.property(story, (turns) => {
        const run = new AlertRun();
        for (const { what, pauseMs } of turns) run.wait(pauseMs).take(what.event);
        const text = JSON.stringify(run.state);
        assert.deepEqual(JSON.parse(text), run.state);
        assert.ok(text.length < 4_096, `${text.length} characters`);
      }),
    );
  });
});

suite('alerts: flapping', () => {
  /** Risk goes across the threshold with every update, for 1,000 updates, 10 s apart. */
  for (const [pattern, most] of [
    ['hc', 1],
    ['hd', 0],
    ['dc', 1],
    ['hhhhc', 1],
    ['hhhhhc', 2],
  ] as const) {
    test(`${pattern}: at most ${most} told in a run of 1,000`, () => {
      const run = new AlertRun();
      for (let n = 0; n < 1_000; n += 1) run.judge(pattern[n % pattern.length] ?? '').wait(100);
      const incidents = run.closed.filter(({ kind }) => kind === 'health').length + run.open.length;
      if (pattern !== 'hhhhhc') assert.ok(incidents <= 2, `${incidents} incidents`);
      assert.ok(run.told.length <= most, `${run.told.length} told`);
    });
  }
});
