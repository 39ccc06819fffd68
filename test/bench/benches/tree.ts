import { delay, systemClock } from '../../../shared/clock.ts';
import { rowSeenMs, watchRows } from '../../editor/support/rowSeen.ts';
import { startServer, type VscodeServer } from '../../support/vscode/server.ts';
import { watchstanderVsix } from '../../support/vscode/suite.ts';
import type { VscodeWindow } from '../../support/vscode/window.ts';
import { atMost, type Bench, type Figure, type Setting } from '../bench.ts';
import { build } from '../build.ts';
import { messageOf } from '../message.ts';
import { Subject } from '../subject.ts';

/** From a check-in to the row on the screen of a real VS Code, browser and all. */
export const tree: Bench = { name: 'tree', run };

/** Longer than every pause of the way: a check-in that comes after it meets nobody waiting. */
const restMs = 700;
const perSecond = 20;
const largeFleet = 1_000;

async function run({ place, extent, say }: Setting): Promise<readonly Figure[]> {
  const isFull = extent === 'full';
  await build('--package');
  const home = place.home();
  const subject = await Subject.open(home);
  const server = await startServer({ home: home.path, vsix: [watchstanderVsix], builtIn: 'all' });
  try {
    const window = await server.openWindow({});
    await window.viewContainer(/Watchstander/).click();
    await watchRows(window.page);
    const isolated = await timeIsolated(subject, window, isFull ? 40 : 4);
    say(`isolated: ${isolated.map(Math.round).join(' ')} ms`);
    const busy = await timeBusy(subject, window, isFull ? 10 : 1);
    say(`at ${perSecond} a second: at most ${Math.max(...busy)} ms`);
    await window.close();
    for (let at = 0; at < largeFleet; at += 1) await subject.ask(agentMessage(`${at} of many`));
    const paints = await timePaints(server, isFull ? 5 : 1);
    return [
      { name: 'check-in to tree', unit: 'ms', values: isolated, targets: atMost(100, 'p95') },
      {
        name: `check-in to tree at ${perSecond}/s`,
        unit: 'ms',
        values: busy,
        targets: atMost(400, 'p95'),
      },
      { name: 'first paint of 1,000 agents', unit: 'ms', values: paints, targets: atMost(500) },
    ];
  } finally {
    await server.stop();
    subject.close();
  }
}

/** Healthy, like all: they differ by name alone, and the newest name is first. */
function agentMessage(agentId: string) {
  return messageOf(agentId, 1);
}

async function timeIsolated(
  subject: Subject,
  window: VscodeWindow,
  repeats: number,
): Promise<number[]> {
  const values: number[] = [];
  for (let repeat = 0; repeat <= repeats; repeat += 1) {
    await delay(systemClock, restMs);
    const id = `alone ${1_000 - repeat}`;
    const sentMs = Date.now();
    await subject.ask(agentMessage(id));
    values.push((await seen(window, id)) - sentMs);
  }
  // The first one is also the first of the tree.
  return values.slice(1);
}

async function timeBusy(
  subject: Subject,
  window: VscodeWindow,
  seconds: number,
): Promise<number[]> {
  const sent: { id: string; atMs: number }[] = [];
  const answers: Promise<unknown>[] = [];
  const startMs = performance.now();
  for (let at = 0; at < seconds * perSecond; at += 1) {
    await delay(systemClock, Math.max(0, startMs + (at * 1_000) / perSecond - performance.now()));
    const id = `a busy one ${10_000 - at}`;
    sent.push({ id, atMs: Date.now() });
    answers.push(subject.ask(agentMessage(id)));
  }
  await Promise.all(answers);
  const values: number[] = [];
  for (const { id, atMs } of sent) values.push((await seen(window, id)) - atMs);
  return values;
}

/** From the click that shows the view, in a window that knows the agents already. */
async function timePaints(server: VscodeServer, repeats: number): Promise<number[]> {
  const values: number[] = [];
  for (let repeat = 0; repeat <= repeats; repeat += 1) {
    const window = await server.openWindow({});
    await window.page.getByRole('button', { name: /^Watchstander, \d+ healthy/ }).waitFor();
    await watchRows(window.page);
    const clickedMs = await window.viewContainer(/Watchstander/).evaluate((tab) => {
      const atMs = Date.now();
      (tab as HTMLElement).click();
      return atMs;
    });
    values.push((await seen(window, '0 of many')) - clickedMs);
    await window.close();
  }
  return values.slice(1);
}

async function seen(window: VscodeWindow, id: string): Promise<number> {
  const isSeen = (wanted: string): boolean => self.rowsSeen?.has(wanted) === true;
  await window.page.waitForFunction(isSeen, id, { polling: 50 });
  return rowSeenMs(window.page, id);
}
