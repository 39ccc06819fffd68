import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SidecarConnection } from '../../client/connection/types.ts';
import type { Alert } from '../../shared/alerts.ts';
import { homeLayout } from '../../shared/home.ts';
import type { CheckInResult } from '../../shared/model.ts';
import { TestHome } from '../support/testHome.ts';
import { TestWindow } from '../support/testWindow.ts';
import { until } from '../support/until.ts';
import { endOne } from '../support/vscode/processes.ts';
import { openShim } from '../support/mcpClient.ts';

/** In this profile health follows the complexity of one update alone: 1 is critical, 0 healthy. */
const policy = { governance: { profile: 'reference' } };
const complexities = { healthy: 0, degraded: 0.6, critical: 1 } as const;

let home: TestHome;
let connection: SidecarConnection;

function open(more: object = {}): void {
  home = new TestHome({ ...policy, ...more });
  connection = home.connect('mcp');
}

async function report(
  agent_id: string,
  ...healths: (keyof typeof complexities)[]
): Promise<CheckInResult> {
  let last: CheckInResult | undefined;
  for (const health of healths) {
    const text = { code_points: 0, keyword_hits: 0 };
    const vectors = { parameters: [], ethical_drift: [] };
    const params = { agent_id, ...vectors, text, complexity: complexities[health] };
    last = await connection.request('watchstander/checkIn', params);
    assert.equal(last.status, health);
  }
  assert.ok(last !== undefined);
  return last;
}

async function alerts(query: { agent_id?: string; open_only?: boolean } = {}) {
  return (await connection.request('watchstander/alerts', query)).alerts;
}

async function only(query: Parameters<typeof alerts>[0] = {}): Promise<Alert> {
  const [alert, another] = await alerts(query);
  assert.ok(alert !== undefined && another === undefined);
  return alert;
}

suite('alerts: incidents', function () {
  teardown(() => home.dispose());

  test('an incident opens with its check-in, survives kill -9, and closes; no version grows', async () => {
    open();
    await report('a', 'critical');
    const alert = await only();
    assert.deepEqual([alert.agent_id, alert.kind, alert.level], ['a', 'health', 'critical']);
    assert.match(alert.message, /^Critical: /);
    const { alert_id, act } = { alert_id: alert.id, act: 'acknowledge' as const };
    await connection.request('watchstander/acknowledge', { alert_id, act, note: 'seen' });
    await home.killSidecar(connection);
    const kept = await only();
    assert.deepEqual(
      [kept.id, kept.opened, kept.acknowledged?.note],
      [alert.id, alert.opened, 'seen'],
    );
    assert.equal((await report('a', 'critical')).version, 2);
    assert.equal((await only()).id, alert.id);
    await report('a', 'healthy', 'healthy', 'healthy', 'healthy');
    await home.killSidecar(connection);
    assert.equal((await report('a', 'healthy')).version, 7);
    assert.deepEqual(await alerts({ open_only: true }), []);
    assert.deepEqual(
      (await alerts()).map(({ kind, ends }) => [kind, ends]),
      [
        ['recovery', alert.id],
        ['health', undefined],
      ],
    );
  });

  test('acknowledged on the command line and over MCP; a false alarm is counted once', async () => {
    open();
    await report('a', 'critical');
    await report('b', 'critical');
    const [b, a] = await alerts();
    assert.ok(a !== undefined && b !== undefined);
    const said = await home.cli('acknowledge', a.id, '--note', 'on it', '--json');
    const { alert } = JSON.parse(said.stdout) as { alert: Alert };
    assert.deepEqual(
      [alert.agent_id, alert.acknowledged?.by, alert.acknowledged?.note],
      ['a', 'person', 'on it'],
    );
    const shim = await openShim(home);
    const given = { alert_id: b.id, false_alarm: true };
    for (let turn = 0; turn < 2; turn += 1) {
      const { alert: dismissed } = await shim.call<{ alert: Alert }>('acknowledge_alert', given);
      assert.deepEqual([dismissed.false_alarm, dismissed.acknowledged?.by], [true, 'agent']);
    }
    const listed = await shim.call<{ alerts: Alert[] }>('get_alerts', { agent_id: 'b' });
    assert.deepEqual(
      listed.alerts.map(({ id, false_alarm }) => [id, false_alarm]),
      [[b.id, true]],
    );
    assert.equal((await shim.refusal('get_alerts', { agent_id: 'nobody' })).code, 'NOT_FOUND');
    assert.equal((await shim.refusal('acknowledge_alert', { alert_id: '9-9' })).code, 'NOT_FOUND');
    assert.equal(
      (await shim.refusal('acknowledge_alert', { alert_id: 'x' })).code,
      'INVALID_INPUT',
    );
    await shim.client.close();
    const all = await home.cli('alerts', '--json');
    const found = JSON.parse(all.stdout) as { alerts: Alert[]; false_alarms: object };
    assert.equal(found.alerts.length, 2);
    assert.deepEqual(Object.values(found.false_alarms), [1]);
    assert.match(
      (await home.cli('alerts')).stdout,
      /a +critical +\d+s +open, acknowledged by person/,
    );
  });
});

suite('alerts: toasts', function () {
  teardown(() => home.dispose());

  test('fifty at once are one toast, in the focused one of two windows', async () => {
    open();
    const windows = [
      await TestWindow.open(home, 'blurred'),
      await TestWindow.open(home, 'focused'),
    ];
    const ids = Array.from({ length: 50 }, (_, at) => `agent ${at}`);
    await Promise.all(ids.map((id) => report(id, 'critical')));
    const [one, two] = windows as [TestWindow, TestWindow];
    const toast = await until('a toast', () => two.toasts[0]);
    assert.deepEqual(
      [toast.counts.critical, toast.alert_ids.length, toast.alerts.length],
      [50, 50, 3],
    );
    await until('both windows know of all', () =>
      windows.every(
        ({ changes }) => new Set(changes.flatMap((c) => c.alerts).map((a) => a.id)).size === 50,
      ),
    );
    await two.say('blurred');
    await one.say('focused');
    await report('later', 'critical');
    await until('a toast in the other one', () => one.toasts.length === 1);
    await one.say('blurred');
    await report('last', 'critical');
    await until('a toast in the last focused one', () => one.toasts.length === 2);
    assert.deepEqual([one.toasts.length, two.toasts.length], [2, 1]);
    for (const window of windows) window.close();
  });

  test('within the cooldown a new incident is listed and nobody is told', async () => {
    open();
    const window = await TestWindow.open(home, 'focused');
    await report('a', 'critical');
    await until('the toast', () => window.toasts.length === 1);
    const recovery = Array.from({ length: 5 }, () => 'healthy' as const);
    await report('a', ...recovery, 'critical');
    await report('b', 'critical');
    await until('the toast of another agent', () => window.toasts.length === 2);
    assert.deepEqual(
      window.toasts.map(({ alerts: named }) => named.map(({ agent_id }) => agent_id)),
      [['a'], ['b']],
    );
    assert.equal(
      (await alerts({ agent_id: 'a' })).filter(({ kind }) => kind === 'health').length,
      2,
    );
    window.close();
  });

  test('an alert that came while no window was there is told to the next one', async () => {
    open();
    await report('a', 'critical');
    await report('well again', 'critical', 'healthy', 'healthy', 'healthy', 'healthy', 'healthy');
    const window = await TestWindow.open(home, 'focused');
    const toast = await until('the toast', () => window.toasts[0]);
    assert.deepEqual(
      toast.alerts.map(({ agent_id }) => agent_id),
      ['a'],
    );
    window.close();
  });

  test('a snooze is kept over a restart, and what is still open then is told again', async () => {
    open();
    await report('a', 'critical');
    const { id } = await only();
    const end = new Date(Date.now() + 2_000).toISOString();
    const order = { alert_id: id, act: 'snooze' as const, until: end };
    const { alert } = await connection.request('watchstander/acknowledge', order);
    assert.equal(alert.snoozed_until, end);
    await home.killSidecar(connection);
    await report('a', 'critical');
    const window = await TestWindow.open(home, 'focused');
    const toast = await until('the reminder', () => window.toasts[0]);
    assert.ok(Date.now() >= Date.parse(end));
    assert.deepEqual(toast.alert_ids, [id]);
    assert.equal((await only()).snoozed_until, undefined);
    window.close();
  });
});

suite('alerts: silence, death, and the end of agents', function () {
  teardown(() => home.dispose());

  test('an agent that says nothing any more is silent, until it checks in; a paused one is not', async () => {
    open({ liveness: { silent_after: '1h' } });
    const window = await TestWindow.open(home, 'focused');
    await report('quiet', 'healthy');
    await report('paused', 'healthy');
    await connection.request('watchstander/lifecycle', { agent_id: 'paused', act: 'pause' });
    // From now on, so that no pause can come too late.
    const hasty = JSON.stringify({ ...policy, liveness: { silent_after: '1s' } });
    writeFileSync(join(home.path, homeLayout.policy), hasty);
    const toast = await until('a toast', () => window.toasts[0]);
    assert.deepEqual([toast.counts.silent, toast.alerts[0]?.agent_id], [1, 'quiet']);
    const { agents } = await connection.request('watchstander/fleet', {});
    assert.equal(agents.find(({ agent_id }) => agent_id === 'quiet')?.liveness, 'silent');
    await report('quiet', 'healthy');
    // It may be silent again by now: that is another alert.
    const told = (await alerts({ agent_id: 'quiet' })).find(({ id }) => id === toast.alert_ids[0]);
    assert.equal(typeof told?.closed, 'string');
    assert.deepEqual(await alerts({ agent_id: 'paused' }), []);
    window.close();
  });

  test('an agent whose process is killed died; one that ends in order, or loses its sidecar, did not', async () => {
    open({ liveness: { silent_after: '1h' } });
    const shims = [await openShim(home), await openShim(home), await openShim(home)];
    const names = ['killed', 'ended', 'ended too'];
    const call = (at: number) =>
      shims[at]!.call('process_agent_update', { agent_id: names[at], complexity: 0 });
    for (const at of shims.keys()) await call(at);
    await home.killSidecar(connection);
    for (const at of shims.keys()) await call(at);
    for (const at of [1, 2]) await shims[at]!.client.close();
    // Judged last, so the ends of the others were judged when this one is.
    endOne(shims[0]!.pid, 'SIGKILL');
    const alert = await until('the death', async () => (await alerts({ open_only: true }))[0]);
    assert.deepEqual([alert.agent_id, alert.kind, alert.level], ['killed', 'death', 'degraded']);
    const { stdout } = await home.cli('acknowledge', alert.id, '--json');
    assert.equal(typeof (JSON.parse(stdout) as { alert: Alert }).alert.closed, 'string');
    assert.deepEqual(
      (await alerts()).map(({ agent_id }) => agent_id),
      ['killed'],
    );
  });

  test('archiving closes, deleting forgets', async () => {
    open();
    const window = await TestWindow.open(home, 'focused');
    await report('archived', 'critical');
    await report('deleted', 'critical', 'healthy', 'healthy', 'healthy', 'healthy', 'healthy');
    await report('deleted', 'critical');
    const person = home.connect('cli');
    await person.request('watchstander/lifecycle', { agent_id: 'archived', act: 'archive' });
    await person.request('watchstander/lifecycle', { agent_id: 'deleted', act: 'delete' });
    const alert = await only();
    assert.deepEqual([alert.agent_id, typeof alert.closed], ['archived', 'string']);
    await until(
      'the window forgets three',
      () => window.changes.flatMap(({ removed }) => removed).length === 3,
    );
    await home.killSidecar(connection);
    assert.equal((await only()).id, alert.id);
    window.close();
  });

  test('of the closed ones the newest thousand are kept', async () => {
    open({ alerts: {} });
    const turn = ['critical', 'healthy', 'healthy', 'healthy', 'healthy', 'healthy'] as const;
    const ids = Array.from({ length: 60 }, (_, at) => `agent ${at}`);
    for (let round = 0; round < 9; round += 1) {
      await Promise.all(ids.map((id) => report(id, ...turn)));
    }
    const listed = await home.cli('alerts', '--all', '--json');
    const { alerts: all } = JSON.parse(listed.stdout) as { alerts: Alert[] };
    assert.equal(all.length, 1_000);
    assert.equal(new Set(all.map(({ id }) => id)).size, 1_000);
    const opened = all.map(({ opened: at }) => at);
    assert.deepEqual(opened, [...opened].sort().reverse());
    await home.killSidecar(connection);
    const again = await home.cli('alerts', '--all', '--json');
    assert.deepEqual((JSON.parse(again.stdout) as { alerts: Alert[] }).alerts, all);
  });
});
