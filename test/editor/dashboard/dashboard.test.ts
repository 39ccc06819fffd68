import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { SidecarConnection } from '../../../client/connection/types.ts';
import { writePast } from '../../support/pastFleet.ts';
import { pastStory, storyId } from '../../support/pastStory.ts';
import { TestHome } from '../../support/testHome.ts';
import { until } from '../../support/until.ts';
import type { VscodeServer } from '../../support/vscode/server.ts';
import { report, start } from '../suites/screen.ts';
import { keptBy } from '../support/kept.ts';
import { DashboardScreen } from './dashboardScreen.ts';

/** An id that would be an element, a link, bold and a colour, if anything but text were made of it. */
const hostile = '<img src=x onerror=alert(1)>[x](command:workbench.action.quit)**b**\u200b';

/** The one it is in at first comes last: each is a change that an open page has to follow. */
const themes = [
  ['Light 2026', 'vs', 'vscode-light', 'light'],
  ['Dark High Contrast', 'hc-black', 'vscode-high-contrast', 'high-contrast'],
  ['Dark 2026', 'vs-dark', 'vscode-dark', 'dark'],
] as const;

/** Forced colours change no theme: they are looked at by themselves. */
const settings = { 'workbench.colorTheme': 'Dark 2026', 'window.autoDetectHighContrast': false };

const large = { height: 1000, reducedMotion: 'reduce' } as const;

let home: TestHome;
let server: VscodeServer;
let screen: DashboardScreen;
let agent: SidecarConnection;

suite('the dashboard', function () {
  suiteSetup(async () => {
    home = new TestHome();
    await writePast(home.path, pastStory);
    server = await start(home, { settings });
    screen = new DashboardScreen(await server.openWindow(large));
    agent = home.connect();
  });

  suiteTeardown(async () => {
    agent.dispose();
    await server.stop();
    await home.dispose();
  });

  test('all agents, whoever needs attention first', showsEverybody);
  test('by keyboard alone: sort, open, zoom, step, read as a table, export', byKeyboard);
  test('a check-in is added to what is there; another window sees it, too', staysLive);
  test('without the sidecar the last is shown, marked as such', losesSidecar);
  test('what is no message is left out', ignoresNonsense);
  test('whatever agents write is text', keepsTextText);
  for (const [theme, drawn, kind, name] of themes) {
    test(`axe-core finds nothing wrong in ${theme}`, async () => {
      await screen.window.chooseTheme(theme, drawn);
      await until(kind, async () => (await screen.window.themeKind()) === kind);
      await isAccessible(name);
    });
  }
  test('where the system forces colours they are those of the theme', keepsThemeColours);
  test('what is chosen outlives a reload', outlivesReload);
});

async function showsEverybody(): Promise<void> {
  await screen.open();
  await until('a row for each', async () => (await screen.rows().count()) === pastStory.length);
  const ids = await screen.ids();
  assert.deepEqual(ids.slice(0, 2), ['migrate-schema', 'review-pull-requests']);
  assert.equal(ids.at(-1), 'upgrade-dependencies');
  await screen.page.getByText('2 agents need attention.').waitFor();
  await screen.button(/^1\s*Critical$/).waitFor();
  const trends = screen.page.getByRole('img', { name: /^Risk of the last 40 check-ins: from/ });
  await trends.first().waitFor();
}

async function byKeyboard(): Promise<void> {
  const { page } = screen;
  await screen.tabTo('Risk');
  await screen.press('Enter');
  await page.locator('th[aria-sort="descending"]', { hasText: 'Risk' }).waitFor();
  await screen.tabTo('migrate-schema');
  await screen.press('ArrowDown');
  await screen.press('ArrowUp');
  await screen.tabTo(storyId);
  await screen.press('Enter');
  await screen.heading(storyId).waitFor();
  await screen.drawn();
  await screen.tabTo('All');
  await screen.press('Enter');
  await screen.tabTo(`Charts of ${storyId}`);
  await screen.press('+');
  await page.getByRole('button', { name: 'Reset zoom', disabled: false }).waitFor();
  await screen.press('ArrowLeft');
  await screen.press('Shift+ArrowLeft');
  const said = page.locator('.unseen').filter({ hasText: /Risk \d\.\d{3} · Coherence/ });
  await said.waitFor({ state: 'attached' });
  await screen.press('0');
  await page.getByRole('button', { name: 'Reset zoom', disabled: true }).waitFor();
  await screen.press('Shift+Tab');
  await screen.press('Enter');
  await page.getByRole('columnheader', { name: 'λ₁' }).waitFor();
  const points = page.locator('.points tbody tr');
  assert.equal(await points.count(), 200);
  await screen.tabTo('Show 120 more');
  await screen.press('Enter');
  await until('all of them', async () => (await points.count()) === 320);
  await screen.shiftTabTo('Export CSV');
  await screen.press('Enter');
  const toast = screen.window.toast(/Exported to .*\.csv/);
  await toast.waitFor();
  const [, file = ''] = /Exported to (\S+\.csv)/.exec(await toast.innerText()) ?? [];
  assert.equal(readFileSync(file, 'utf8').trim().split('\n').length, 321);
  await screen.window.runCommand('Notifications: Clear All Notifications');
  await screen.button('Charts').click();
  await screen.drawn();
}

async function staysLive(): Promise<void> {
  const other = new DashboardScreen(await server.openWindow(large));
  await other.open();
  await other.openAgent(storyId);
  await report(agent, storyId, 0);
  for (const { page } of [screen, other]) {
    await page.getByText('321 check-ins', { exact: true }).waitFor();
  }
  await other.window.close();
}

async function losesSidecar(): Promise<void> {
  // It would start another one.
  agent.dispose();
  await home.cli('stop');
  await screen.page.getByText('The sidecar was stopped. What is shown was last known.').waitFor();
  await screen.heading(storyId).waitFor();
  await screen.button('Start sidecar').click();
  await screen.page.locator('.banner').waitFor({ state: 'hidden' });
  agent = home.connect();
}

async function ignoresNonsense(): Promise<void> {
  const frame = await screen.frame();
  await frame.evaluate(() => {
    const nonsense = [
      null,
      'show',
      { kind: 'show' },
      { kind: 'show', agentId: ['a'] },
      { kind: 7 },
    ];
    for (const one of nonsense) window.postMessage(one, '*');
    window.postMessage({ kind: 'show', agentId: 'write-docs' }, '*');
  });
  // They are heard in order: so whatever came before this one was left out.
  await screen.heading('write-docs').waitFor();
  await screen.drawn();
}

async function keepsTextText(): Promise<void> {
  await report(agent, hostile, 0);
  const reason = '<script>alert(1)</script> <b>bold</b> \u001b[31mred [x](command:quit)';
  await agent.request('watchstander/lifecycle', { agent_id: hostile, act: 'pause', reason });
  await screen.button('‹ All agents').click();
  const row = screen.rows().filter({ hasText: '<img src=x' });
  await row.getByText('<script>alert(1)</script> <b>bold</b>').waitFor();
  await row.getByText('[x](command:quit)').waitFor();
  await screen.openAgent(hostile);
  await screen.page.getByRole('cell', { name: /<script>alert\(1\)/ }).waitFor();
  const made = screen.page.locator('#page').locator('img, a, script, b, iframe');
  assert.equal(await made.count(), 0);
  const { errors } = screen.window;
  assert.deepEqual(
    errors.filter((error) => error.includes('Content Security Policy')),
    [],
  );
}

async function isAccessible(name: string): Promise<void> {
  await screen.button('‹ All agents').click();
  await screen.rows().first().waitFor();
  assert.deepEqual(await screen.violations(), []);
  await screen.window.screenshot(`dashboard-overview-${name}`);
  await screen.openAgent(storyId);
  assert.deepEqual(await screen.violations(), []);
  await screen.window.screenshot(`dashboard-agent-${name}`);
  await screen.picture(`dashboard-picture-${name}`);
  // Its colours are those of the other tables; its thousands of cells take axe seconds.
  if (name !== 'dark') return;
  await screen.button('Table').click();
  await screen.page.locator('.points tbody tr').first().waitFor();
  assert.deepEqual(await screen.violations(), []);
  await screen.window.screenshot(`dashboard-table-${name}`);
}

async function keepsThemeColours(): Promise<void> {
  await screen.window.page.emulateMedia({ forcedColors: 'active' });
  const frame = await screen.frame();
  const [drawn, meant] = await frame.evaluate(() => {
    const { backgroundColor } = getComputedStyle(document.body);
    const probe = document.createElement('canvas').getContext('2d');
    if (probe === null) throw new Error('A page draws.');
    probe.fillStyle = backgroundColor;
    const theme = getComputedStyle(document.body).getPropertyValue('--vscode-editor-background');
    return [probe.fillStyle, theme.trim()];
  });
  assert.equal(drawn, meant);
  assert.equal(await screen.window.themeKind(), 'vscode-dark');
  await screen.window.page.emulateMedia({ forcedColors: 'none' });
}

async function outlivesReload(): Promise<void> {
  await screen.window.runCommand('Watchstander: Show in Dashboard');
  await screen.window.pick(storyId);
  await screen.heading(storyId).waitFor();
  await screen.button('7 d').click();
  await screen.button('Table').click();
  await keptBy(screen.window.page, /range[\\":]+week.*form[\\":]+table/);
  await screen.window.reload();
  await screen.heading(storyId).waitFor();
  const pressed = screen.page.locator('button[aria-pressed="true"]');
  await pressed.filter({ hasText: '7 d' }).waitFor();
  await pressed.filter({ hasText: 'Table' }).waitFor();
  await screen.page.locator('.points tbody tr').first().waitFor();
}
