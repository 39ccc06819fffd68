import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { SidecarConnection } from '../../../client/connection/types.ts';
import { hookAgentId, type HookEventParams } from '../../../shared/hooks.ts';
import { TestHome } from '../../support/testHome.ts';
import { until } from '../../support/until.ts';
import type { VscodeServer } from '../../support/vscode/server.ts';
import type { VscodeWindow } from '../../support/vscode/window.ts';
import { keptBy } from '../support/kept.ts';
import { hostile, openView, quiet, report, start, statusItem } from './screen.ts';

const session = digest('a session');
const subagent = digest('a subagent of it');
const main = hookAgentId('claude-code', session);
const helper = hookAgentId('claude-code', subagent);

let window: VscodeWindow;
let agent: SidecarConnection;

suite('the agents, as a person wants to see them', function () {
  let home: TestHome;
  let server: VscodeServer;

  suiteSetup(async () => {
    home = new TestHome(quiet);
    server = await start(home);
    agent = home.connect();
    await report(agent, hostile, 0.9);
    for (const id of ['planner', 'reviewer']) await report(agent, id, 0);
    for (const event of [called(null), called(subagent)]) {
      await agent.request('watchstander/hookEvent', event);
    }
    window = await openView(server, { width: 1_100, height: 900 });
    await row('planner').waitFor();
  });

  suiteTeardown(async () => {
    agent.dispose();
    await server.stop();
    await home.dispose();
  });

  suite('what they look at', lookAtAgents);
  suite('on the page of one', actOnPage);
  suite('what they do', arrangeAgents);
});

function lookAtAgents(): void {
  test('who needs a person is counted and named, in words', async () => {
    const tab = window.viewContainer(/1 agent needs a person/);
    // VS Code takes the label off and puts it on again when anything of it changes.
    await until('its name', async () =>
      (await tab.getAttribute('aria-label'))?.includes(`${hostile} (critical)`),
    );
  });

  test('the status bar says who is worst, and an id in it is text', async () => {
    const hover = window.page.locator('.workbench-hover');
    const sidecar = hover.getByText(/Sidecar: connected, process \d+, epoch 1/);
    await window.restOn(window.statusBarItem(statusItem), sidecar);
    const text = (await hover.innerText()).replaceAll('\u2060', '');
    assert.ok(text.includes(`${hostile} Critical · `), text);
    assert.equal(await hover.locator('a').filter({ hasText: /^x$/ }).count(), 0);
    assert.equal(await hover.locator('.codicon-trash').count(), 0);
    await window.screenshot('agents-status');
    await window.page.keyboard.press('Escape');
    await window.page.mouse.move(600, 300);
  });

  test('by keyboard: below an agent are who works for it and what is known of it', async () => {
    await focusTree();
    for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight']) {
      await window.page.keyboard.press(key);
    }
    await row(helper).waitFor();
    assert.equal(await row(helper).count(), 1);
    assert.equal(await row(helper).getAttribute('aria-level'), '3');
    for (const name of [/^Risk, .*critical from 0\.30/, /^Decision, /, /^Failures in a Row, 0/]) {
      await window.treeItem(name).waitFor();
    }
    await window.screenshot('agents-details');
  });

  test('by keyboard: it is paused from its menu', async () => {
    await window.page.keyboard.press('Shift+F10');
    await chooseByKeys('Pause Agent…');
    await window.answer('rest');
    await window.treeItem(new RegExp(`^${main}, Paused, .*rest`)).waitFor();
    await agent.request('watchstander/lifecycle', { agent_id: main, act: 'resume' });
    await window.treeItem(new RegExp(`^${main}, Healthy, `)).waitFor();
  });
}

function actOnPage(): void {
  const offered = ['Pause this agent…', 'Show its history', 'Open the policy at health.risk'];

  for (const [way, open] of [
    ['the key of the bulb', () => window.page.keyboard.press('Control+Period')],
    ['the button', () => window.page.getByRole('button', { name: 'Agent Actions…' }).click()],
  ] as const) {
    test(`what can be done about it: ${way}`, async () => {
      await window.treeItem(/trash/).click();
      await window.page.locator('.view-line').filter({ hasText: '0.300' }).first().click();
      await open();
      const title = await window.quickInput().locator('.quick-input-title').innerText();
      assert.equal(title.replaceAll('\u2060', ''), `Agent Actions: ${hostile}`);
      assert.deepEqual(await window.quickInputLabels(), offered);
      await window.pick('Open the policy at health.risk');
      await window.page.getByRole('tab', { name: /policy\.json/u }).waitFor();
      await window.runCommand('View: Close All Editors');
    });
  }
}

function arrangeAgents(): void {
  test('grouped by program or folder, and so again after a reload', async () => {
    await window.runCommand('Watchstander: Group Agents by Program');
    await window.treeItem('Claude Code, 2 agents').waitFor();
    await window.treeItem('Program Not Known, 3 agents').waitFor();
    await window.page.locator('.pane-header').getByText('by program').waitFor();
    await window.screenshot('agents-by-program');
    await keptBy(window.page, /grouping[\\":]+harness/);
    await window.reload();
    await window.treeItem('Claude Code, 2 agents').waitFor();
    await window.runCommand('Watchstander: Group Agents by Folder');
    await window.treeItem('shop, 2 agents').waitFor();
    await window.runCommand('Watchstander: Group Agents by Health');
    await window.treeItem('Healthy, 4 agents').waitFor();
  });

  test('a filter works while it is typed, says what it leaves, and is taken back', async () => {
    await window.runCommand('Watchstander: Filter Agents…');
    await window.quickInputField().fill('plan');
    await row('reviewer').waitFor({ state: 'detached' });
    await row('planner').waitFor();
    await window.page.keyboard.press('Enter');
    await window.page.getByText('“plan”: 1 of 5').waitFor();
    await window.screenshot('agents-filtered');
    await window.runCommand('Watchstander: Clear Filter of Agents');
    await row('reviewer').waitFor();
  });

  test('several are paused with one question', async () => {
    await row('planner').click();
    await row('reviewer').click({ modifiers: ['ControlOrMeta'] });
    await row('reviewer').press('Shift+F10');
    await chooseByKeys('Pause Agent…');
    const dialog = window.page.getByRole('dialog');
    await dialog.getByText('Pause 2 agents?').waitFor();
    await window.screenshot('agents-question');
    await dialog.getByRole('button', { name: 'Pause Agents' }).click();
    for (const id of ['planner', 'reviewer']) {
      await window.treeItem(new RegExp(`^${id}, Paused, `)).waitFor();
    }
  });

  test('of a large group a part is shown, and the rest when somebody asks', async () => {
    const ids = Array.from({ length: 230 }, (_, index) => `many ${index}`);
    for (let at = 0; at < ids.length; at += 46) {
      await Promise.all(ids.slice(at, at + 46).map((id) => report(agent, id, 0)));
    }
    await window.treeItem('Healthy, 232 agents').waitFor();
    await focusTree();
    const toLastHealthy = ['End', 'ArrowUp', 'ArrowUp', 'ArrowUp'];
    for (const key of toLastHealthy) await window.page.keyboard.press(key);
    await window.treeItem('181 more…, Show the others of this group').waitFor();
    await window.screenshot('agents-many');
    await window.page.keyboard.press('Enter');
    await window.treeItem(/^181 more…/).waitFor({ state: 'detached' });
    for (const key of toLastHealthy) await window.page.keyboard.press(key);
    await row('many 229').waitFor();
  });
}

function row(agentId: string) {
  return window.treeItem(new RegExp(`^${agentId}, `));
}

/** Keys that are pressed before it has the focus go elsewhere. */
async function focusTree(): Promise<void> {
  await window.runCommand('Focus on Agents View');
  const tree = window.page.getByRole('tree', { name: 'Agents' });
  await until('the agents have the focus', () =>
    tree.evaluate((shown) => shown.contains(document.activeElement)),
  );
}

/** As somebody without a mouse does it, in the menu that is open. */
async function chooseByKeys(name: string): Promise<void> {
  await window.page.getByRole('menuitem', { name }).waitFor();
  const focused = window.page.locator('.monaco-menu .action-item.focused');
  await until(`${name} is focused`, async () => {
    await window.page.keyboard.press('ArrowDown');
    return (await focused.allInnerTexts()).some((text) => text.includes(name));
  });
  await window.page.keyboard.press('Enter');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A call that went well. */
function called(subagentOf: string | null): HookEventParams {
  return {
    harness: 'claude-code',
    phase: 'after',
    session,
    subagent: subagentOf,
    stamp: null,
    call: {
      tool: 'Read',
      id: digest(`call ${String(subagentOf)}`).slice(0, 16),
      arguments_digest: 'a',
      outcome: 'succeeded',
      result_digest: 'b',
      result_length: 10,
      is_edit: false,
      is_command: false,
    },
    reports_as: null,
    workspace: '/home/me/shop',
  };
}
