import assert from 'node:assert/strict';
import type { AlertAct } from '../../../shared/alerts.ts';
import { actOn, ruleOf, type ActStep } from '../../../server/monitor/alerts/alertActs.ts';
import { alertOf, defaultAlertSettings } from '../../../server/monitor/alerts/alertState.ts';
import { AlertRun, minuteMs } from './alertRun.ts';

const at = '2026-01-01T00:05:00.000Z';

/** Does something about the newest open incident, or the last closed one. */
function order(
  run: AlertRun,
  act: AlertAct,
  note: string | null = null,
  untilMs?: number,
): ActStep {
  const incident = run.state.open.at(-1) ?? run.closed.at(-1);
  assert.ok(incident !== undefined);
  const how = { at, by: 'person' as const, note };
  const step = actOn(run.state, incident, { act, how, untilMs }, defaultAlertSettings);
  run.state = step.state;
  return step;
}

suite('alert acts', () => {
  test('an acknowledgement stays open, says who and when, and is kept', () => {
    const run = new AlertRun().judge('c');
    const { incident } = order(run, 'acknowledge', 'on it');
    assert.deepEqual(incident.acknowledged, { at, by: 'person', note: 'on it' });
    assert.deepEqual([run.open, incident.closed], [['health critical'], undefined]);
    assert.equal(order(run, 'acknowledge').incident.acknowledged?.note, 'on it');
    run.judge('hhhhh');
    assert.equal(run.closed[0]?.acknowledged?.note, 'on it');
  });

  test('what was acknowledged as degraded is not acknowledged as critical', () => {
    const run = new AlertRun().judge('ddd');
    order(run, 'acknowledge');
    assert.equal(run.judge('c').state.open[0]?.acknowledged, undefined);
    assert.deepEqual(run.told, ['health degraded', 'health critical']);
  });

  test('a death ends when somebody has seen it', () => {
    const run = new AlertRun().judge('c');
    run.take({ kind: 'gone' });
    const { incident } = order(run, 'acknowledge');
    assert.deepEqual([run.open, incident.closed], [['health critical'], at]);
  });

  test('"not a problem" counts once, by the worst reason', () => {
    const run = new AlertRun().judge('c');
    const first = order(run, 'false_alarm');
    assert.deepEqual([first.falseAlarm, first.incident.false_alarm], ['because critical', true]);
    assert.ok(first.incident.acknowledged !== undefined);
    assert.equal(order(run, 'false_alarm').falseAlarm, null);
    run.judge('hhhhh');
    const closed = run.closed[0];
    assert.ok(closed !== undefined);
    assert.equal(ruleOf({ ...closed, reasons: [] }), 'health');
  });

  test('a closed one can still be called a false alarm, and stays closed', () => {
    const run = new AlertRun().judge('chhhhh');
    const { incident, falseAlarm } = order(run, 'false_alarm');
    assert.deepEqual([falseAlarm !== null, run.open], [true, []]);
    assert.equal(typeof incident.closed, 'string');
  });

  test('a snooze keeps the agent quiet until its end; one that is over ends it', () => {
    const run = new AlertRun().judge('ddd');
    order(run, 'snooze');
    assert.equal(run.state.snoozed_until, '2026-01-01T01:05:00.000Z');
    assert.deepEqual(run.wait(5 * minuteMs).judge('c').told, ['health degraded']);
    order(run, 'snooze', null, Date.parse(at) + 1_000);
    assert.equal(run.state.snoozed_until, '2026-01-01T00:05:01.000Z');
    order(run, 'snooze', null, 0);
    assert.equal(run.state.snoozed_until, null);
  });

  test('a muted agent alerts and nobody is told, until it is unmuted', () => {
    const run = new AlertRun().judge('ddd');
    order(run, 'mute');
    run.judge('c').take({ kind: 'gone' });
    assert.deepEqual([run.told, run.open.length], [['health degraded'], 2]);
    assert.equal(alertOf(run.state.open[0]!, run.state).muted, true);
    order(run, 'unmute');
    run.judge('hhhhhc');
    assert.equal(run.told.length, 2);
    assert.equal('muted' in alertOf(run.state.open[0]!, run.state), false);
  });
});
