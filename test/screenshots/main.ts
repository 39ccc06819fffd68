// Entry of `npm run screenshots`: the packaged extension in a real VS Code, in every state and in
// light, dark and high contrast; test-results/screenshots. Writes those of README into media.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { homeLayout } from '../../shared/home.ts';
import { statusSays } from '../editor/suites/screen.ts';
import { TestHome } from '../support/testHome.ts';
import { repositoryRoot } from '../support/vscode/asset.ts';
import { run } from '../support/vscode/npm.ts';
import { endOne } from '../support/vscode/processes.ts';
import { startServer, type ServerOptions } from '../support/vscode/server.ts';
import { watchstanderVsix } from '../support/vscode/suite.ts';
import type { VscodeWindow } from '../support/vscode/window.ts';
import { Album, followsSystem, publish } from './album.ts';
import { crowd, enter } from './stage.ts';

const patienceMs = 60_000;
const size = { width: 1100, height: 700 };

interface Scene {
  readonly home: TestHome;
  readonly window: VscodeWindow;
  readonly album: Album;
}

/** A server, a window with the view open and a home of its own; gone when `act` is done. */
async function onScene(
  options: ServerOptions,
  act: (scene: Scene) => Promise<void>,
): Promise<void> {
  const home = new TestHome();
  const server = await startServer({
    ...options,
    home: home.path,
    vsix: [watchstanderVsix],
    builtIn: 'all',
    settings: followsSystem,
  });
  try {
    const window = await server.openWindow({ ...size, reducedMotion: 'reduce' });
    window.page.setDefaultTimeout(patienceMs);
    await window.viewContainer(/Watchstander/).click();
    await actIn({ home, window, album: new Album(window) }, act);
  } finally {
    await server.stop();
    await home.dispose();
  }
}

async function actIn(scene: Scene, act: (scene: Scene) => Promise<void>): Promise<void> {
  try {
    await act(scene);
  } catch (error) {
    await scene.window.screenshot('screenshots/failed');
    throw error;
  }
}

async function first({ window, album }: Scene): Promise<void> {
  await statusSays(window, /No agents/);
  await album.take('empty');
  // Narrower, the pictures of the steps are left out.
  await window.page.setViewportSize({ width: 1500, height: 760 });
  await window.runCommand('Watchstander: Get Started');
  for (const step of ['Connect an agent', 'See how', 'Be told', 'Stop one', 'Make the rules']) {
    await window.page.getByRole('button', { name: new RegExp(step) }).click();
    await window.page.locator('iframe.webview.ready:visible').last().waitFor();
    const name = step.toLowerCase().replaceAll(' ', '-');
    await album.take(`walkthrough-${name}`);
  }
  await closeEditors(window);
  await window.page.setViewportSize(size);
}

/** The sidecar is stopped as a process, and the window comes anew. */
async function connecting({ home, window, album }: Scene): Promise<void> {
  let pid = 0;
  const goOn = (): void => {
    if (pid !== 0) endOne(pid, 'SIGCONT');
  };
  await album.take('connecting', async () => {
    goOn();
    ({ pid } = await home.running());
    endOne(pid, 'SIGSTOP');
    await window.reload();
    await window.page.getByText('Connecting to the sidecar…').first().waitFor();
    await statusSays(window, /Connecting/);
  });
  goOn();
  await statusSays(window, /No agents/);
}

async function fleet({ home, window, album }: Scene): Promise<void> {
  const agent = home.connect();
  await enter(agent, ({ becomes }) => becomes === 'healthy');
  await statusSays(window, /3 healthy/);
  await window.treeItem(/^recovering-api, Healthy/).waitFor();
  await window.treeItem(/^Healthy, 3/).waitFor();
  // One of them was critical in its past: where that was told, it stays until somebody has read it.
  await window.runCommand('Notifications: Clear All Notifications');
  await album.take('healthy');
  await enter(agent, ({ becomes }) => becomes === 'degraded');
  await statusSays(window, /1 degraded/);
  await window.toast('unsettled-refactor is degraded').waitFor();
  await window.runCommand('Notifications: Clear All Notifications');
  await album.take('mixed');
  await enter(agent, ({ becomes }) => becomes === 'critical');
  await window.toast(/chaotic-migration/).waitFor();
  agent.dispose();
  await album.take('toast');
  await openPage(window, 'chaotic-migration');
  await album.take('critical');
  await publish('critical-light', 'agents');
  await window.runCommand('Notifications: Clear All Notifications');
  await explain(window, album);
}

/** What the page of an agent offers. */
async function explain(window: VscodeWindow, album: Album): Promise<void> {
  const risk = window.page
    .locator('.view-line')
    .filter({ hasText: /^\s*risk\s+\d/u })
    .locator('span')
    .last();
  await album.take('hover', async () => {
    await risk.hover();
    await window.page.locator('.monaco-hover:visible').getByText('Risk').first().waitFor();
  });
  await risk.click();
  await album.take('actions', async () => {
    await window.page.keyboard.press('Escape');
    await window.page.keyboard.press('Control+Period');
    await window.page.getByText('Open the policy at health.risk').waitFor();
  });
  await window.page.keyboard.press('Escape');
  await window.showProblems();
  await album.take('problems');
  await window.page.keyboard.press('Control+J');
  await closeEditors(window);
}

async function dashboard({ window, album }: Scene): Promise<void> {
  const title = dashboardTitle();
  if (title === null) return;
  await window.runCommand(title);
  await window.webview().locator('canvas, table').first().waitFor();
  await album.take('dashboard');
  await closeEditors(window);
}

async function policy({ home, window, album }: Scene): Promise<void> {
  const file = path.join(home.path, homeLayout.policy);
  const before = readFileSync(file, 'utf8');
  const wrong = '{\n  // Thresholds of the team.\n  "health": { "risk": { "healthy": 15 } }\n}\n';
  writeFileSync(file, wrong);
  await window.runCommand('Watchstander: Open Policy');
  await statusSays(window, /The policy file has a mistake/);
  // An editor that opens takes the keys; what is pressed before is typed into it.
  await window.page.locator('.squiggly-error').first().waitFor();
  await window.showProblems();
  await album.take('policy-error');
  writeFileSync(file, before);
  await window.page.keyboard.press('Control+J');
  await closeEditors(window);
}

async function many({ home, window, album }: Scene): Promise<void> {
  const agent = home.connect();
  await crowd(agent, 1_000);
  agent.dispose();
  await statusSays(window, /\d\d degraded/);
  await album.take('thousand');
}

async function down({ home, window, album }: Scene): Promise<void> {
  await home.cli('stop');
  await statusSays(window, /Watchstander stopped/);
  await window.page.getByText('The sidecar was stopped. What is shown was last known.').waitFor();
  await album.take('sidecar-down');
}

async function demo({ window, album }: Scene): Promise<void> {
  await window.runCommand('Watchstander: Try with Demo Agents');
  await window.treeItem(/^demo\/chaotic-migration, Critical/).waitFor();
  await window.toast(/demo\//).waitFor();
  await window.runCommand('Notifications: Clear All Notifications');
  await album.take('demo');
}

async function restricted({ window, album }: Scene): Promise<void> {
  await window.page.getByText('This window is in Restricted Mode.').first().waitFor();
  await statusSays(window, /No agents/);
  await album.take('restricted');
}

/** What a person reads before or after they install it. */
async function page({ window, album }: Scene): Promise<void> {
  await window.runCommand('Extensions: Show Installed Extensions');
  await window.page.locator('.extensions-list').getByText('Watchstander').first().click();
  const heading = window.webview().getByRole('heading', { name: 'What each screen means' });
  await heading.waitFor();
  await album.take('extension-page');
  await closeEditors(window);
  await window.viewContainer(/Watchstander/).click();
}

async function openPage(window: VscodeWindow, agentId: string): Promise<void> {
  const agents = window.page.getByRole('tree', { name: 'Agents' });
  await agents.getByRole('treeitem', { name: agentId }).click();
  await window.page.locator('.view-line').getByText('Lifecycle').first().waitFor();
}

async function closeEditors(window: VscodeWindow): Promise<void> {
  await window.runCommand('View: Close All Editors');
}

/** As the palette has it; null in a build without a dashboard. */
function dashboardTitle(): string | null {
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(path.join(repositoryRoot, name), 'utf8'));
  const title = (read('package.nls.json') as Record<string, string>)['command.openDashboard'];
  return title === undefined ? null : `Watchstander: ${title}`;
}

/** In this order, each on what the ones before it left; named ones alone. */
const scenes = { connecting, first, page, fleet, dashboard, policy, many, down, demo };
const named = process.argv.slice(2);
const isWanted = (name: string): boolean => named.length === 0 || named.includes(name);

await run(repositoryRoot, process.execPath, ['esbuild.mjs', '--package']);
await onScene({}, async (scene) => {
  for (const [name, act] of Object.entries(scenes)) if (isWanted(name)) await act(scene);
});
if (isWanted('restricted')) await onScene({ workspaceTrust: 'on' }, restricted);
