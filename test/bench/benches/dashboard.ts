import { DashboardScreen } from '../../editor/dashboard/dashboardScreen.ts';
import { statusSays } from '../../editor/suites/screen.ts';
import { writePast, type PastStep } from '../../support/pastFleet.ts';
import { until } from '../../support/until.ts';
import { startServer, type VscodeServer } from '../../support/vscode/server.ts';
import { watchstanderVsix } from '../../support/vscode/suite.ts';
import { packageTiny } from '../../support/vscode/tinyExtension.ts';
import type { VscodeWindow } from '../../support/vscode/window.ts';
import { atMost, type Bench, type Figure, type Setting } from '../bench.ts';
import { build } from '../build.ts';

/** The dashboard in a real VS Code: from the command to its agents, and what drawing one takes. */
export const dashboard: Bench = { name: 'dashboard', run };

const agentId = 'long-at-work';
const points = 1_000;

async function run(setting: Setting): Promise<readonly Figure[]> {
  const { place, extent } = setting;
  await build('--package');
  const home = place.home();
  const steps = Array.from({ length: points }, (_, at): PastStep => ({
    drift: at % 300 < 40 ? 0.2 : 0,
  }));
  await writePast(home.path, [{ id: agentId, everyMs: 3_000, steps }]);
  const server = await startServer({
    home: home.path,
    vsix: [watchstanderVsix, await packageTiny(place.folder())],
    builtIn: 'all',
  });
  try {
    const cold = await openCold(server, setting);
    const screen = new DashboardScreen(await openSettled(server));
    await screen.open();
    return [...cold, ...(await measureWarm(screen, extent === 'full' ? 10 : 2, setting))];
  } finally {
    await server.stop();
  }
}

/** In windows that have had no webview yet, in turns with an empty one: what VS Code takes by itself. */
async function openCold(server: VscodeServer, { extent, say }: Setting): Promise<Figure[]> {
  const ours: number[] = [];
  const empty: number[] = [];
  for (let turn = 0; turn < (extent === 'full' ? 5 : 1); turn += 1) {
    ours.push(await openedIn(server, openDashboard));
    empty.push(await openedIn(server, openEmpty));
    say(`opened cold in ${rounded(ours.at(-1))} ms, an empty page in ${rounded(empty.at(-1))} ms`);
  }
  const more = ours.map((ms, turn) => ms - (empty[turn] ?? NaN));
  return [
    { name: 'first of a window: to agents', unit: 'ms', values: ours, targets: atMost(500) },
    { name: 'first of a window: an empty page', unit: 'ms', values: empty },
    { name: 'first of a window: ours of it', unit: 'ms', values: more },
  ];
}

async function measureWarm(
  screen: DashboardScreen,
  repeats: number,
  { say }: Setting,
): Promise<Figure[]> {
  const opened: number[] = [];
  for (let turn = 0; turn < repeats; turn += 1) {
    await screen.window.runCommand('View: Close Editor');
    opened.push(await openingMs(screen.window, openDashboard));
    say(`opened in ${rounded(opened.at(-1))} ms`);
  }
  await screen.openAgent(agentId);
  await screen.page.getByText('1000 check-ins', { exact: true }).waitFor();
  const drawn = await drawingMs(screen, repeats);
  return [
    { name: 'command to agents on screen', unit: 'ms', values: opened, targets: atMost(500) },
    { name: '1000 points × 7 series drawn', unit: 'ms', values: drawn, targets: atMost(50) },
  ];
}

/** A page to open: by which command, and what it notes when it is there. */
interface Opening {
  readonly command: string;
  readonly mark: string;
}

const openDashboard: Opening = {
  command: 'Watchstander: Open Dashboard',
  mark: 'watchstander: agents shown',
};
const openEmpty: Opening = { command: 'Tiny: Empty', mark: 'tiny: shown' };

/** A window that has come up: what it does at its start is not measured with the page. */
async function openSettled(server: VscodeServer): Promise<VscodeWindow> {
  const window = await server.openWindow({ height: 1000 });
  await statusSays(window, /healthy|degraded|critical/);
  return window;
}

async function openedIn(server: VscodeServer, opening: Opening): Promise<number> {
  const window = await openSettled(server);
  try {
    return await openingMs(window, opening);
  } finally {
    await window.close();
  }
}

/** By the clocks of the two pages: what drives the test is not measured with them. */
async function openingMs(window: VscodeWindow, { command, mark }: Opening): Promise<number> {
  await window.page.evaluate(() => {
    const note = ({ key }: KeyboardEvent): void => {
      if (key === 'Enter') document.body.dataset['entered'] = String(nowMs());
    };
    const nowMs = (): number => performance.timeOrigin + performance.now();
    document.addEventListener('keydown', note, { capture: true, once: false });
  });
  await window.runCommand(command);
  const frame = await window.webviewFrame();
  const markedMs = (name: string): number | false => {
    const [entry] = performance.getEntriesByName(name);
    return entry !== undefined && performance.timeOrigin + entry.startTime;
  };
  const shownMs = await until(`"${mark}"`, () => frame.evaluate(markedMs, mark));
  const enteredMs = await window.page.evaluate(() => Number(document.body.dataset['entered']));
  return shownMs - enteredMs;
}

function rounded(ms: number | undefined): string {
  return ms?.toFixed(0) ?? '';
}

/** Each time all of it: another range is another view of every chart. */
async function drawingMs(screen: DashboardScreen, repeats: number): Promise<number[]> {
  const frame = await screen.frame();
  const values: number[] = [];
  for (let turn = 0; turn < repeats; turn += 1) {
    await frame.evaluate(() => performance.clearMeasures());
    await screen.button(turn % 2 === 0 ? 'All' : '1 h').click();
    const duration = (): Promise<number | undefined> =>
      frame.evaluate(() => performance.getEntriesByType('measure').at(-1)?.duration);
    values.push(await until('the charts are drawn', duration));
  }
  return values;
}
