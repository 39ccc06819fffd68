import { DashboardScreen } from '../editor/dashboard/dashboardScreen.ts';
import { start } from '../editor/suites/screen.ts';
import { writePast, type PastStep } from '../support/pastFleet.ts';
import { until } from '../support/until.ts';
import { atMost, type Bench, type Figure, type Setting } from './bench.ts';

/** The dashboard in a real VS Code: from the command to its agents, and what drawing one takes. */
export const dashboard: Bench = { name: 'dashboard', run };

const agentId = 'long-at-work';
const points = 1_000;

async function run({ place, extent, say }: Setting): Promise<readonly Figure[]> {
  const repeats = extent === 'full' ? 10 : 2;
  const home = place.home();
  const steps = Array.from({ length: points }, (_, at): PastStep => ({
    drift: at % 300 < 40 ? 0.2 : 0,
  }));
  await writePast(home.path, [{ id: agentId, everyMs: 3_000, steps }]);
  const server = await start(home);
  try {
    const screen = new DashboardScreen(await server.openWindow({ height: 1000 }));
    const opened: number[] = [];
    for (let turn = 0; turn < repeats; turn += 1) {
      opened.push(await openingMs(screen));
      say(`opened in ${opened.at(-1)?.toFixed(0) ?? ''} ms`);
      await screen.window.runCommand('View: Close Editor');
    }
    await screen.open();
    await screen.openAgent(agentId);
    await screen.page.getByText('1000 check-ins', { exact: true }).waitFor();
    const drawn = await drawingMs(screen, repeats);
    return [
      { name: 'command to agents on screen', unit: 'ms', values: opened, targets: atMost(500) },
      { name: '1000 points × 7 series drawn', unit: 'ms', values: drawn, targets: atMost(50) },
    ];
  } finally {
    await server.stop();
  }
}

/** By the clocks of the two pages: what drives the test is not measured with them. */
async function openingMs(screen: DashboardScreen): Promise<number> {
  const { window } = screen;
  await window.page.evaluate(() => {
    const note = ({ key }: KeyboardEvent): void => {
      if (key === 'Enter') document.body.dataset['entered'] = String(nowMs());
    };
    const nowMs = (): number => performance.timeOrigin + performance.now();
    document.addEventListener('keydown', note, { capture: true, once: false });
  });
  await screen.open();
  const enteredMs = await window.page.evaluate(() => Number(document.body.dataset['entered']));
  const shownMs = await (
    await screen.frame()
  ).evaluate(() => {
    const [mark] = performance.getEntriesByName('watchstander: agents shown');
    return performance.timeOrigin + (mark?.startTime ?? Number.NaN);
  });
  return shownMs - enteredMs;
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
