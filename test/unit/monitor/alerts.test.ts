import assert from 'node:assert/strict';
import { isBlank, noAlerts, openOf } from '../../../server/monitor/alerts/alertState.ts';
import { AlertRun, minuteMs } from './alertRun.ts';

suite('alerts: health', () => {
  test('opens on critical at once, on degraded after three in a row', () => {
    assert.deepEqual(new AlertRun().judge('c').open, ['health critical']);
    assert.deepEqual(new AlertRun().judge('dd').open, []);
    assert.deepEqual(new AlertRun().judge('ddd').open, ['health degraded']);
    assert.deepEqual(new AlertRun().judge('ddhddhdd').open, []);
  });

  test('keeps the worst level, and the reasons of the moment it was reached', () => {
    const run = new AlertRun().judge('dddcdh');
    assert.deepEqual(run.open, ['health critical']);
    const incident = openOf(run.state, 'health')!;
    assert.equal(incident.message, 'It is critical.');
    assert.equal(incident.reasons[0]?.name, 'because critical');
    assert.equal(incident.id, '1-1');
    assert.deepEqual(run.told, ['health degraded', 'health critical']);
  });

  test('closes after five healthy in a row, and says that it recovered', () => {
    const run = new AlertRun().judge('chhhhdhhhh');
    assert.deepEqual(run.open, ['health critical']);
    run.judge('h');
    assert.deepEqual(run.open, []);
    const [incident, recovery] = run.closed;
    assert.equal(incident?.closed, recovery?.opened);
    assert.deepEqual(
      [recovery?.kind, recovery?.level, recovery?.ends, recovery?.closed],
      ['recovery', 'healthy', incident?.id, incident?.closed],
    );
    assert.deepEqual(run.told, ['health critical']);
  });

  test('within the cooldown another one opens and nobody is told', () => {
    const run = new AlertRun().judge('chhhhh').wait(9 * minuteMs);
    run.judge('c');
    assert.deepEqual([run.open, run.told], [['health critical'], ['health critical']]);
    run.judge('hhhhh').wait(minuteMs).judge('c');
    assert.deepEqual(run.told, ['health critical', 'health critical']);
  });

  test('the cooldown is of one level: a worse one is told', () => {
    const run = new AlertRun().judge('dddhhhhhc');
    assert.deepEqual(run.told, ['health degraded', 'health critical']);
    run.judge('hhhhhddd');
    assert.deepEqual([run.open, run.told.length], [['health degraded'], 2]);
  });

  test('a wall clock that was set back silences nobody', () => {
    const run = new AlertRun().judge('chhhhh').wait(-120 * minuteMs);
    assert.equal(run.judge('c').told.length, 2);
  });

  test('an agent that stays as it is changes nothing, so nothing is written', () => {
    for (const healths of ['h', 'c', 'dddd']) {
      const run = new AlertRun().judge(healths);
      const { state } = run;
      assert.equal(run.judge(healths.at(-1) ?? '').state, state, healths);
    }
  });

  test('once it is well and the cooldown is over, nothing is remembered', () => {
    const run = new AlertRun().judge('chhhhh');
    assert.equal(isBlank(run.state), false);
    run.wait(10 * minuteMs).judge('h');
    assert.deepEqual(run.state, noAlerts('a'));
    assert.ok(isBlank(run.state));
  });

  test('a reset closes it without a recovery; the streak begins anew', () => {
    const run = new AlertRun().judge('c');
    run.take({ kind: 'reset' });
    assert.deepEqual(
      run.closed.map(({ kind }) => kind),
      ['health'],
    );
    const streak = new AlertRun().judge('dd');
    streak.take({ kind: 'reset' });
    assert.deepEqual(streak.judge('d').open, []);
  });

  test('the figures are the policy’s', () => {
    const patient = { critical_after: 2, degraded_after: 4, closes_after: 1, cooldown_ms: 0 };
    const run = new AlertRun(patient).judge('cdddh');
    assert.deepEqual([run.told, run.open], [['health degraded'], []]);
    run.judge('cchcc');
    assert.equal(run.told.length, 3);
    assert.deepEqual(new AlertRun({ kinds: [] }).judge('cccccc').open, []);
    assert.deepEqual(new AlertRun({ kinds: ['degraded'] }).judge('ccc').open, ['health degraded']);
    const quiet = new AlertRun({ muted: true }).judge('c');
    assert.deepEqual([quiet.open, quiet.told], [['health critical'], []]);
    assert.equal(new AlertRun({ kinds: ['critical'] }).judge('chhhhh').closed.length, 1);
  });
});

suite('alerts: silence and death', () => {
  test('a silence opens one incident and ends with the next check-in', () => {
    const run = new AlertRun();
    run.take({ kind: 'silent', silentMs: 10 * minuteMs });
    run.take({ kind: 'silent', silentMs: 20 * minuteMs });
    assert.deepEqual([run.open, run.told], [['silence degraded'], ['silence degraded']]);
    assert.equal(run.state.open[0]?.message, 'Silent: no check-in for 10 min.');
    assert.deepEqual(run.state.open[0].reasons[0], {
      name: 'silence',
      value: 600,
      share: 1,
      threshold: 600,
    });
    run.judge('h');
    assert.deepEqual(
      run.closed.map(({ kind }) => kind),
      ['silence', 'recovery'],
    );
  });

  test('pausing and an orderly end are the end of a silence, and no recovery', () => {
    for (const kind of ['paused', 'left', 'retired'] as const) {
      const run = new AlertRun();
      run.take({ kind: 'silent', silentMs: 10 * minuteMs });
      run.take({ kind });
      assert.deepEqual([run.open, run.closed.length], [[], 1], kind);
    }
  });

  test('a death is told although the silence was, and ends when the agent is back', () => {
    const run = new AlertRun();
    run.take({ kind: 'silent', silentMs: 10 * minuteMs });
    run.take({ kind: 'gone' });
    assert.deepEqual(run.told, ['silence degraded', 'death degraded']);
    run.judge('h');
    assert.deepEqual(run.open, []);
    assert.equal(run.closed.filter(({ kind }) => kind === 'recovery').length, 2);
  });

  test('health outlives silence, pause and end: only updates say that it is well again', () => {
    const run = new AlertRun().judge('c');
    for (const kind of ['paused', 'left', 'gone'] as const) run.take({ kind });
    assert.deepEqual(run.open, ['health critical', 'death degraded']);
    run.take({ kind: 'retired' });
    assert.deepEqual([run.open, isBlank(run.state)], [[], true]);
  });

  test('an orderly end is remembered until the next check-in', () => {
    const run = new AlertRun();
    run.take({ kind: 'left' });
    assert.equal(run.state.left, true);
    assert.ok(isBlank(run.judge('h').state));
  });

  test('what is over when a snooze ends is not told; what is open is, once', () => {
    const run = new AlertRun();
    const until = new Date(run.wallMs + 60 * minuteMs).toISOString();
    run.state = { ...run.state, snoozed_until: until };
    run.judge('c');
    run.take({ kind: 'silent', silentMs: 10 * minuteMs });
    run.judge('c');
    assert.deepEqual([run.told, run.open], [[], ['health critical']]);
    run.wait(60 * minuteMs).take({ kind: 'snoozeOver' });
    assert.deepEqual([run.told, run.state.snoozed_until], [['health critical'], null]);
  });
});
