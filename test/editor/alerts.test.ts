import assert from 'node:assert/strict';
import type { SidecarConnection } from '../../client/connection/types.ts';
import type { Alert } from '../../shared/alerts.ts';
import { TestHome } from '../support/testHome.ts';
import { until } from '../support/until.ts';
import { startServer, type VscodeServer } from '../support/vscode/server.ts';
import { watchstanderVsix } from '../support/vscode/suite.ts';
import type { VscodeWindow } from '../support/vscode/window.ts';

/** Health follows the complexity of one update alone: 1 is critical, 0 healthy. */
const policy = { governance: { profile: 'reference' }, liveness: { silent_after: '1h' } };

let home: TestHome;
let server: VscodeServer;
let connection: SidecarConnection;
let one: VscodeWindow;
let two: VscodeWindow;

async function report(agent_id: string, health: 'healthy' | 'critical'): Promise<void> {
  const text = { code_points: 0, keyword_hits: 0 };
  const vectors = { parameters: [], ethical_drift: [] };
  const complexity = health === 'critical' ? 1 : 0;
  await connection.request('watchstander/checkIn', { agent_id, ...vectors, text, complexity });
}

async function alertOf(agent_id: string): Promise<Alert> {
  const { alerts } = await connection.request('watchstander/alerts', { agent_id });
  assert.ok(alerts[0] !== undefined);
  return alerts[0];
}

async function focus(on: VscodeWindow | null): Promise<void> {
  for (const window of [one, two]) {
    await window.setFocus(window === on ? 'focused' : 'blurred');
    const faint = window.page.locator('.part.titlebar.inactive');
    await until(
      'the change of focus',
      async () => ((await faint.count()) === 0) === (window === on),
    );
  }
}

async function toasts(): Promise<[string[], string[]]> {
  return [await one.toasts(), await two.toasts()];
}

async function clear(): Promise<void> {
  for (const window of [one, two]) {
    await window.runCommand('Notifications: Clear All Notifications');
    await until('no toast', async () => (await window.toasts()).length === 0);
  }
}

function button(window: VscodeWindow, agentId: string, name: string) {
  return window.toast(`${agentId} is critical`).getByRole('button', { name, exact: true });
}

/**
 * Two windows of a real VS Code, started without the smoke-test driver, which hides toasts: each
 * alert is told once, where the person is.
 */
suite('alerts in two windows', function () {
  suiteSetup(async () => {
    home = new TestHome(policy);
    server = await startServer({ home: home.path, vsix: [watchstanderVsix] });
    // High enough to have every row of both views on screen.
    one = await server.openWindow({ height: 1600 });
    two = await server.openWindow({ height: 1600 });
    for (const window of [one, two]) await window.viewContainer(/Watchstander/).click();
    connection = home.connect('mcp');
    await until('both windows connected', async () => {
      const { sessions } = await connection.request('watchstander/status', {});
      return sessions.filter(({ kind }) => kind === 'window').length === 2;
    });
  });

  suiteTeardown(async () => {
    await server.stop();
    await home.dispose();
  });

  test('without alerts the view says what would be there', async () => {
    await one.page.getByText('No alerts.').waitFor();
    assert.deepEqual(await toasts(), [[], []]);
  });

  test('a critical agent is told once, in the focused window', async () => {
    await focus(two);
    await report('first', 'critical');
    await two.toast('first is critical').waitFor();
    await one.treeItem(/^first, critical, /).waitFor();
    const [inOne, inTwo] = await toasts();
    assert.deepEqual(inOne, []);
    assert.match(inTwo.join(), /^first is critical: risk 0\.30 reached 0\.30 \(complexity/);
    await two.screenshot('alert-toast');
    await focus(one);
    await report('second', 'critical');
    await one.toast('second is critical').waitFor();
    assert.deepEqual(
      (await toasts()).map(({ length }) => length),
      [1, 1],
    );
  });

  test('an id in a toast is text: no link, no icon, no command', keepsTextText);

  test('with no window focused, in the one that was last', async () => {
    await clear();
    await focus(two);
    await focus(null);
    await report('third', 'critical');
    await two.toast('third is critical').waitFor();
    assert.deepEqual(
      (await toasts()).map(({ length }) => length),
      [0, 1],
    );
    await clear();
  });

  test('Pause pauses the agent and acknowledges the alert', async () => {
    await focus(one);
    await report('to pause', 'critical');
    await button(one, 'to pause', 'Pause').click();
    await two.treeItem(/^to pause, Paused/).waitFor();
    const { acknowledged } = await until('the acknowledgement', async () => {
      const alert = await alertOf('to pause');
      return alert.acknowledged !== undefined && alert;
    });
    assert.equal(acknowledged?.by, 'person');
    await assert.rejects(report('to pause', 'healthy'), /paused by a person: Critical: /);
    await two.treeItem(/^to pause, critical, now, acknowledged/).waitFor();
  });

  test('Snooze, Not a Problem and Show do what they say', async () => {
    await report('to snooze', 'critical');
    await button(one, 'to snooze', 'Snooze').click();
    await until('the snooze', async () => (await alertOf('to snooze')).snoozed_until !== undefined);
    await report('no problem', 'critical');
    await button(one, 'no problem', 'Not a Problem').click();
    await until('the false alarm', async () => (await alertOf('no problem')).false_alarm === true);
    await report('to show', 'critical');
    await button(one, 'to show', 'Show').click();
    await one.page.getByRole('tab', { name: /^to show/ }).waitFor();
    await until('no toast is left', async () => (await toasts()).flat().length === 0);
  });

  test('the row of an alert offers what can be done, and follows it', async () => {
    await focus(one);
    await report('in a row', 'critical');
    const row = one.treeItem(/^in a row, critical, now, complexity|^in a row, critical, now, risk/);
    await one.pressInRow(row, 'Acknowledge Alert');
    await one.treeItem(/^in a row, critical, now, acknowledged/).waitFor();
    await one.screenshot('alert-view');
    for (let turn = 0; turn < 5; turn += 1) await report('in a row', 'healthy');
    await one.treeItem(/^in a row, critical, closed now/).waitFor();
  });

  test('fifty at once are one toast', async () => {
    await clear();
    await focus(two);
    const ids = Array.from({ length: 50 }, (_, at) => `crowd ${at}`);
    await Promise.all(ids.map((id) => report(id, 'critical')));
    const toast = two.toast(/^/);
    await toast.first().waitFor();
    const [inOne, inTwo] = await toasts();
    assert.deepEqual(inOne, []);
    assert.equal(inTwo.length, 1);
    assert.match(inTwo.join(), /^50 agents are critical: crowd 0, crowd 1, crowd 2 and 47 more$/);
    await two.screenshot('alert-toast-many');
    await toast.getByRole('button', { name: 'Snooze All', exact: true }).click();
    await until('all snoozed', async () => {
      const { alerts } = await connection.request('watchstander/alerts', { open_only: true });
      const crowd = alerts.filter(({ agent_id }) => agent_id.startsWith('crowd'));
      return crowd.length === 50 && crowd.every(({ snoozed_until }) => snoozed_until !== undefined);
    });
  });
});

async function keepsTextText(): Promise<void> {
  await clear();
  await focus(one);
  const id = '$(trash) <b>x</b> [y](command:workbench.action.quit) https://evil.example';
  await report(id, 'critical');
  const message = one.toast('[y]').locator('.notification-list-item-message');
  assert.ok((await message.innerText()).replaceAll('\u2060', '').startsWith(`${id} is critical`));
  assert.equal(await message.locator('b, .codicon').count(), 0);
  const links = await message.locator('a').evaluateAll((all) => all.map(String));
  assert.deepEqual(
    links.filter((link) => link.includes('command:')),
    [],
  );
  await one.screenshot('alert-toast-hostile');
  await clear();
}
