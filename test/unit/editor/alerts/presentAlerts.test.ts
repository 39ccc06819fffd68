import assert from 'node:assert/strict';
import { presentAlert, presentToast } from '../../../../client/editor/alerts/presentAlerts.ts';
import type { Alert, AlertWord, Toast } from '../../../../shared/alerts.ts';
import { anAlert } from '../../mcp/samples.ts';
import { english } from '../rows.ts';

const opened = '2026-01-01T11:58:00.000Z';
const nowMs = Date.UTC(2026, 0, 1, 12);
const live = { t: english, nowMs, freshness: 'live' as const };

function alert(over: Partial<Alert> = {}): Alert {
  return anAlert({ agent_id: 'agent-1', opened, ...over });
}

function described(over: Partial<Alert> = {}): string {
  return presentAlert(alert(over), live).description;
}

suite('present alerts: rows', () => {
  test('the label is the id verbatim; then what, since when, and why', () => {
    const row = presentAlert(alert({ agent_id: '$(x) [a](b)' }), live);
    assert.equal(row.label, '$(x) [a](b)');
    assert.equal(
      row.description,
      'critical · 2 min ago · risk 0.42 reached 0.30 (drift 0.38 of 0.42)',
    );
    assert.equal(
      row.accessibleLabel,
      '$(x) [a](b), critical, 2 min ago, risk 0.42 reached 0.30 (drift 0.38 of 0.42)',
    );
    assert.deepEqual(row.icon, { id: 'error', color: 'list.errorForeground' });
  });

  test('each kind has its word and its icon', () => {
    const rows = [
      alert({ level: 'degraded', message: 'Degraded: x.' }),
      alert({ kind: 'silence', level: 'degraded', message: 'Silent: no check-in for 10 min.' }),
      alert({ kind: 'stall', level: 'degraded', message: 'Stalled: no tool runs.' }),
      alert({ kind: 'death', level: 'degraded', message: 'Gone: its process ended.' }),
      alert({ kind: 'recovery', level: 'healthy', closed: opened, message: 'Recovered: well.' }),
    ].map((each) => presentAlert(each, live));
    assert.deepEqual(
      rows.map(({ description }) => description),
      [
        'degraded · 2 min ago · x',
        'silent · 2 min ago · no check-in for 10 min',
        'stalled · 2 min ago · no tool runs',
        'gone · 2 min ago · its process ended',
        'recovered · 2 min ago · well',
      ],
    );
    assert.equal(new Set(rows.map(({ icon }) => icon.id)).size, 4);
  });

  test('says what was done about it, and offers the rest', () => {
    const acknowledged = { at: opened, by: 'person' as const, note: 'on it' };
    const message = 'Critical: x.';
    assert.match(described({ acknowledged, message }), /acknowledged · x$/);
    assert.match(
      described({ acknowledged, false_alarm: true, message }),
      /ago · not a problem · x$/,
    );
    const quiet = { snoozed_until: '2026-01-01T12:29:30.000Z', muted: true, message };
    assert.match(described(quiet), /snoozed · muted · x$/);
    const { tooltip, context } = presentAlert(alert({ ...quiet, acknowledged }), live);
    assert.match(tooltip, /Snoozed for 30 min/);
    assert.match(tooltip, /Acknowledged by a person, 2 min ago\non it/);
    assert.equal(context, 'alert.open.acknowledged.standing.snoozed.muted');
    assert.equal(presentAlert(alert(), live).context, 'alert.open.unattended.standing.awake.heard');
  });

  test('a closed one is faint and says when it closed, not that it was snoozed', () => {
    const over = { closed: '2026-01-01T11:59:00.000Z', snoozed_until: opened, muted: true };
    const row = presentAlert(alert({ ...over, message: 'Critical: x.' }), live);
    assert.equal(row.description, 'critical · closed 1 min ago · x');
    assert.equal(row.icon.color, 'disabledForeground');
    assert.match(row.context, /^alert\.closed\./);
    assert.match(row.tooltip, /Opened 2 min ago\nClosed 1 min ago/);
  });

  test('while nobody is heard it is the last known', () => {
    const row = presentAlert(alert(), { ...live, freshness: 'stale' });
    assert.match(row.description, /^last known · critical/);
    assert.equal(row.icon.color, 'disabledForeground');
    assert.match(row.tooltip, /not connected/);
  });
});

suite('present alerts: toasts', () => {
  const none: Record<AlertWord, number> = {
    critical: 0,
    degraded: 0,
    gone: 0,
    silent: 0,
    stalled: 0,
    recovered: 0,
  };

  function toast(counts: Partial<typeof none>, ...alerts: Alert[]): Toast {
    return { counts: { ...none, ...counts }, alerts, alert_ids: alerts.map(({ id }) => id) };
  }

  test('one agent: its name, its health word, why', () => {
    const view = presentToast(toast({ critical: 1 }, alert({ message: 'Critical: x.' })), english);
    assert.deepEqual([view?.severity, view?.message], ['error', 'agent-1 is critical: x']);
    assert.equal(view?.alert?.agent_id, 'agent-1');
    const silence = alert({ kind: 'silence', level: 'degraded', message: 'Silent: y.' });
    const quiet = presentToast(toast({ silent: 1 }, silence), english);
    assert.deepEqual([quiet?.severity, quiet?.message], ['warning', 'agent-1 is silent: y']);
    const stall = alert({ kind: 'stall', level: 'degraded', message: 'Stalled: z.' });
    assert.equal(
      presentToast(toast({ stalled: 1 }, stall), english)?.message,
      'agent-1 is stalled: z',
    );
    // A critical check-in was the third bad one in a row: that makes the agent degraded.
    const bad = alert({ level: 'degraded', message: 'Critical: risk 0.9.' });
    assert.equal(
      presentToast(toast({ degraded: 1 }, bad), english)?.message,
      'agent-1 is degraded: risk 0.9',
    );
  });

  test('many of one kind: how many, three names, and how many more', () => {
    const three = ['a', 'b', 'c'].map((agent_id) => alert({ agent_id }));
    const view = presentToast(toast({ critical: 50 }, ...three), english);
    assert.equal(view?.message, '50 agents are critical: a, b, c and 47 more');
    assert.equal(view.alert, null);
    const two = presentToast(toast({ degraded: 2 }, ...three.slice(1)), english);
    assert.deepEqual([two?.severity, two?.message], ['warning', '2 agents are degraded: b, c']);
  });

  test('of several kinds: the worst decides how it looks', () => {
    const three = ['a', 'b', 'c'].map((agent_id) => alert({ agent_id }));
    const view = presentToast(toast({ critical: 2, silent: 3, degraded: 1 }, ...three), english);
    assert.equal(
      view?.message,
      '6 agents need attention (2 critical, 1 degraded, 3 silent): a, b, c and 3 more',
    );
    assert.equal(view.severity, 'error');
  });

  test('of nobody: nothing', () => {
    assert.equal(presentToast(toast({}), english), null);
  });
});
