import assert from 'node:assert/strict';
import { until } from '../support/until.ts';
import type { VscodeServer } from '../support/vscode/server.ts';
import type { VscodeWindow } from '../support/vscode/window.ts';
import { say } from './demonstration.ts';
import { fleet, type Member } from '../../client/editor/demo/demoFleet.ts';

/** The recovering agent still has some reports to go. */
const settleMs = 90_000;

/** Looks at a window the way a person does; throws with what was missing on the screen. */
export async function check(server: VscodeServer): Promise<void> {
  const window = await server.openWindow();
  await window.viewContainer('Watchstander').click();
  try {
    for (const member of fleet) await seeInTree(window, member);
    await seeInStatusBar(window);
    await openPageOf(window, 'demo/chaotic-migration');
    await seeOnlyAlerts(window);
  } finally {
    say(`the screen is in ${await window.screenshot('start')}`);
  }
}

/** The row's accessible label is "id, group, reason …"; it must be on screen, not only in the page. */
async function seeInTree(window: VscodeWindow, member: Member): Promise<void> {
  const word = wordOf(member);
  const row = window.treeItem(new RegExp(`^${member.id}, ${word}\\b`, 'u'));
  await row.waitFor({ state: 'visible', timeout: settleMs });
  assert.ok((await row.innerText()).includes(member.id));
  say(`the tree shows ${member.id} as ${word}`);
}

/** A click on a row shows the agent's page. */
async function openPageOf(window: VscodeWindow, agentId: string): Promise<void> {
  const agents = window.page.getByRole('tree', { name: 'Agents' });
  await agents.getByRole('treeitem', { name: agentId }).click();
  const page = window.page
    .locator('.editor-instance')
    .getByText(/^Agent\s+/u)
    .first();
  await page.waitFor({ state: 'visible' });
  say(`a click on ${agentId} shows its page`);
}

/** A toast is an alert, with names and health words; no other is shown unasked. */
async function seeOnlyAlerts(window: VscodeWindow): Promise<void> {
  for (const text of await window.toasts()) {
    assert.match(text, /critical|degraded/u);
    assert.ok(text.includes('demo/chaotic-migration'), text);
    say(`a toast says "${text}"`);
  }
}

async function seeInStatusBar(window: VscodeWindow): Promise<void> {
  const item = window.statusBarItem('watchstander.watchstander.health');
  await until(
    'the status bar counts one critical and one degraded agent',
    async () => {
      const text = await item.innerText();
      return /\b1 critical\b/iu.test(text) && /\b1 degraded\b/iu.test(text);
    },
    settleMs,
  );
  say(`the status bar shows "${(await item.innerText()).trim()}"`);
}

/** The title of the group in which the tree shows it. */
function wordOf({ becomes, pausedBecause }: Member): string {
  if (pausedBecause !== null) return 'Paused';
  return `${becomes.slice(0, 1).toUpperCase()}${becomes.slice(1)}`;
}
