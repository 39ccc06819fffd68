import assert from 'node:assert/strict';
import type { AgentLine, ToPage } from '../../../client/dashboard/messages.ts';
import { readPageState, type PageState } from '../../../client/dashboard/pageState.ts';
import { noPoints } from '../../../client/dashboard/points.ts';
import { until } from '../../support/until.ts';
import { lineOf, pointsOf } from '../../unit/dashboard/samples.ts';
import { BareBrowser, openedMs, type PageAlone } from './pageAlone.ts';

const onAgent: PageState = { ...readPageState(null), agentId: 'a', range: 'hour' };

function connection(freshness: 'none' | 'live' | 'stale', sentence = ''): ToPage {
  return { kind: 'connection', freshness, sentence };
}

function fleetOf(...lines: AgentLine[]): ToPage {
  return { kind: 'fleet', extent: 'all', lines, removed: [] };
}

type PointsMessage = Extract<ToPage, { kind: 'points' }>;

/** One a second, by their version; the page was opened nearly an hour after the first. */
function pointsAt(versions: readonly number[]): PointsMessage {
  const atMs = versions.map((version) => openedMs - 3_540_000 + version * 1_000);
  const points = pointsOf(versions, { atMs });
  return { kind: 'points', agentId: 'a', points, total: versions.length, phase: 'done' };
}

function versionsIn({ page }: PageAlone): Promise<string[]> {
  return page.locator('.points tbody td:nth-child(2)').allInnerTexts();
}

/** What changes within an element from now on: rows that come and go by version, or attributes that are set. */
async function countedChanges(
  { page }: PageAlone,
  selector: string,
  attributes: string[] = [],
): Promise<() => Promise<string[]>> {
  const watch = await page.evaluateHandle(
    ([within, wanted]) => {
      const changes: string[] = [];
      const version = ({ childNodes }: Node): string => childNodes[1]?.textContent ?? 'text';
      const note = (records: readonly MutationRecord[]): void => {
        for (const { type, attributeName, target, addedNodes, removedNodes } of records) {
          if (type === 'attributes') changes.push(`${attributeName} of ${target.textContent}`);
          for (const node of addedNodes) changes.push(`+${version(node)}`);
          for (const node of removedNodes) changes.push(`-${version(node)}`);
        }
      };
      const observer = new MutationObserver(note);
      const what =
        wanted.length === 0
          ? { childList: true, subtree: true, characterData: true }
          : { attributeFilter: wanted, subtree: true };
      for (const element of document.querySelectorAll(within)) observer.observe(element, what);
      return () => {
        note(observer.takeRecords());
        return changes;
      };
    },
    [selector, attributes] as const,
  );
  return () => watch.evaluate((read) => read());
}

/** Each time, of whom. */
async function isAskedForTrends(alone: PageAlone, wanted: string[][]): Promise<void> {
  const asked = async (): Promise<string[][]> =>
    (await alone.asked()).flatMap((one) =>
      one.kind === 'trends' ? [[...one.agentIds].sort()] : [],
    );
  await until('the trends were asked for', async () => (await asked()).length >= wanted.length);
  assert.deepEqual(await asked(), wanted);
}

let browser: BareBrowser;

function useBrowser(): void {
  suiteSetup(async () => {
    browser = await BareBrowser.start();
  });
  suiteTeardown(async () => {
    await browser.stop();
  });
}

suite('the page of the dashboard: with and without a sidecar', () => {
  useBrowser();

  test('where no sidecar was ever reached it says why, and offers what helps', async () => {
    const alone = await browser.open();
    await alone.tell(connection('none', 'The sidecar was stopped.'));
    const banner = alone.page.locator('.banner');
    assert.match(
      await banner.innerText(),
      /^The sidecar was stopped\.\s+Start sidecar\s+Show log$/u,
    );
    assert.match(await alone.page.locator('main:visible').innerText(), /Nothing has been heard/u);
    await alone.page.getByRole('button', { name: 'Start sidecar' }).click();
    assert.deepEqual((await alone.asked()).at(-1), { kind: 'own', act: 'start' });
    await alone.tell(connection('live'), fleetOf());
    assert.equal(await banner.isVisible(), false);
    assert.match(
      await alone.page.locator('main:visible').innerText(),
      /No agent has checked in yet/u,
    );
  });

  test('an agent is not called gone before anybody was asked', async () => {
    const alone = await browser.open(onAgent);
    await alone.tell(connection('none', 'It broke. Mend it.'));
    const main = alone.page.locator('main:visible');
    const nothing = { kind: 'points', agentId: 'a', total: 0, phase: 'done' } as const;
    await alone.tell({ ...nothing, points: noPoints });
    assert.match(await main.innerText(), /Nothing has been heard/u);
    assert.doesNotMatch(await main.innerText(), /not known any more|No check-ins/u);
    await alone.tell(connection('live'), fleetOf(lineOf('b')));
    assert.match(await main.innerText(), /This agent is not known any more/u);
  });

  test('the first moment without a sidecar is not told: a successor is there sooner', async () => {
    const alone = await browser.open();
    await alone.tell(connection('live'), fleetOf(lineOf('a')));
    await alone.tell(connection('live', 'The sidecar was lost; reconnecting.'));
    const banner = alone.page.locator('.banner');
    assert.equal(await banner.isVisible(), false);
    await alone.tell(connection('stale', 'The sidecar was lost; reconnecting.'));
    assert.match(await banner.innerText(), /^The sidecar was lost/u);
  });

  test('an export is offered while there is a sidecar, a pause always', async () => {
    const alone = await browser.open(onAgent);
    const offered = (): Promise<string[]> =>
      alone.page.locator('.actions button:visible').allInnerTexts();
    await alone.tell(connection('live'), fleetOf(lineOf('a')));
    const all = ['Pause…', 'Open its page', 'Export CSV', 'Export JSON'];
    assert.deepEqual(await offered(), all);
    await alone.tell(connection('stale', 'The sidecar was stopped.'));
    assert.deepEqual(await offered(), all.slice(0, 2));
    await alone.tell(connection('live'));
    assert.deepEqual(await offered(), all);
  });

  test('who waits for a person needs no attention, and is not passed over in silence', async () => {
    const alone = await browser.open();
    const waiting = ['a', 'b'].map((agentId) => lineOf(agentId, { liveness: 'waiting' }));
    const told = async (...lines: AgentLine[]): Promise<string> => {
      await alone.tell(connection('live'), fleetOf(...lines));
      return alone.page.locator('.sentence').innerText();
    };
    assert.equal(await told(lineOf('c')), 'Nobody needs you: every agent at work is healthy.');
    const two = 'Every agent at work is healthy; 2 wait for a person.';
    assert.equal(await told(lineOf('c'), ...waiting), two);
    const ill = lineOf('c', { standing: 'degraded' });
    assert.equal(await told(ill, ...waiting), '1 agent needs attention.');
  });

  test('a trend that could not be read is asked for again, of the next sidecar', async () => {
    const alone = await browser.open();
    await alone.tell(connection('live'), fleetOf(lineOf('a'), lineOf('b')));
    await isAskedForTrends(alone, [['a', 'b']]);
    await alone.tell({ kind: 'trends', trends: [{ agentId: 'b', risk: [0.1, 0.2] }] });
    await alone.page.clock.runFor(5_000);
    await isAskedForTrends(alone, [['a', 'b']]);
    await alone.tell(fleetOf(lineOf('a'), lineOf('b')));
    await isAskedForTrends(alone, [['a', 'b'], ['a']]);
    await alone.tell({ kind: 'trends', trends: [{ agentId: 'a', risk: [0.1, 0.3] }] });
    assert.equal(await alone.page.getByRole('img', { name: /^Risk of the last 2/u }).count(), 2);
  });
});

suite('the page of the dashboard: who reads it, by eye or ear', () => {
  useBrowser();

  test('the table of points is left as it is, but for what is new', async () => {
    const alone = await browser.open({ ...onAgent, form: 'table' });
    await alone.tell(connection('live'), fleetOf(lineOf('a'), lineOf('b')));
    await alone.tell(pointsAt([1, 3, 5]));
    const changes = await countedChanges(alone, '.points');
    await alone.page.clock.runFor(11_000);
    const other = lineOf('b', { updates: 4, risk: 0.4 });
    await alone.tell({ kind: 'fleet', extent: 'changed', lines: [other], removed: [] });
    assert.deepEqual(await changes(), []);
    await alone.tell(pointsAt([2, 6]));
    assert.deepEqual(await changes(), ['+6', '+2']);
    assert.deepEqual(await versionsIn(alone), ['6', '5', '3', '2', '1']);
  });

  test('of points that are out of sight the rows go, and the others stay', async () => {
    const alone = await browser.open({ ...onAgent, form: 'table' });
    await alone.tell(connection('live'), fleetOf(lineOf('a')));
    await alone.tell(pointsAt([1, 200, 3_000]));
    const changes = await countedChanges(alone, '.points');
    await alone.page.clock.runFor(120_000);
    assert.deepEqual(await changes(), ['-1']);
    await alone.page.getByRole('button', { name: 'All', exact: true }).click();
    assert.deepEqual(await changes(), ['-1', '+1']);
    assert.deepEqual(await versionsIn(alone), ['3000', '200', '1']);
  });

  test('a choice draws the page once', async () => {
    const alone = await browser.open(onAgent);
    await alone.tell(connection('live'), fleetOf(lineOf('a')), pointsAt([1, 2]));
    const pressed = await countedChanges(alone, '.segments', ['aria-pressed']);
    await alone.page.getByRole('button', { name: '7 d', exact: true }).click();
    assert.equal((await pressed()).filter((change) => change === 'aria-pressed of 7 d').length, 1);
  });

  test('how many check-ins there are is read aloud while they are awaited, and then no more', async () => {
    const alone = await browser.open(onAgent);
    await alone.tell(connection('live'), fleetOf(lineOf('a')));
    const told = alone.page.getByRole('status').filter({ hasText: /check-ins/u });
    await alone.tell({ ...pointsAt([1, 2]), total: 9, phase: 'loading' });
    assert.equal(await told.innerText(), 'Loading: 2 of 9 check-ins');
    await alone.tell({ ...pointsAt([3]), total: 9 });
    assert.equal(await alone.page.getByText('9 check-ins', { exact: true }).isVisible(), true);
    assert.equal(await told.count(), 0);
  });

  test('a row that rises or falls keeps the focus', async () => {
    const alone = await browser.open();
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((agentId) => lineOf(agentId));
    await alone.tell(connection('live'), fleetOf(a!, b!, c!, d!));
    await alone.page.getByRole('button', { name: 'c', exact: true }).focus();
    const become = async (line: AgentLine): Promise<void> => {
      await alone.tell({ kind: 'fleet', extent: 'changed', lines: [line], removed: [] });
      assert.equal(await alone.focused(), 'c');
    };
    const ids = alone.page.locator('.fleet tbody th');
    await become({ ...c!, standing: 'critical' });
    assert.deepEqual(await ids.allInnerTexts(), ['c', 'a', 'b', 'd']);
    await become({ ...d!, standing: 'critical', risk: 0.9 });
    assert.deepEqual(await ids.allInnerTexts(), ['d', 'c', 'a', 'b']);
    await become({ ...c!, standing: 'ended' });
    assert.deepEqual(await ids.allInnerTexts(), ['d', 'a', 'b', 'c']);
  });

  test('what goes from the page leaves the keyboard to what takes its place', async () => {
    const alone = await browser.open(onAgent);
    const { page } = alone;
    const press = (name: string): Promise<void> =>
      page.getByRole('button', { name }).press('Enter');
    await alone.tell(connection('live'), fleetOf(lineOf('a')));
    await press('Pause…');
    await alone.tell(fleetOf(lineOf('a', { lifecycle: 'paused' })));
    assert.equal(await alone.focused(), 'Resume');
    await alone.tell(fleetOf(lineOf('a')));
    assert.equal(await alone.focused(), 'Pause…');
    await press('Export CSV');
    await alone.tell(connection('stale', 'The sidecar was stopped.'));
    assert.equal(await alone.focused(), 'a');
  });

  test('and so in the list: a search without a find, the last of many rows, a count of nobody', async () => {
    const alone = await browser.open();
    const { page } = alone;
    const many = Array.from({ length: 201 }, (_, at) => lineOf(`agent-${at}`));
    const silent = lineOf('silent', { standing: 'unknown' });
    await alone.tell(connection('live'), fleetOf(...many));
    await page.getByRole('button', { name: 'Show 1 more' }).press('Enter');
    assert.equal(await alone.focused(), await page.locator('.fleet tbody th').last().innerText());
    await page.getByRole('searchbox').fill('nothing like it');
    await page.getByRole('button', { name: 'Show all agents' }).press('Enter');
    assert.equal(await page.getByRole('searchbox').evaluate((box) => box.matches(':focus')), true);
    await alone.tell(fleetOf(silent));
    await page.locator('.tile.unknown').focus();
    await alone.tell(fleetOf(lineOf('a')));
    assert.equal(
      await page.locator('.tile.critical').evaluate((tile) => tile.matches(':focus')),
      true,
    );
  });

  test('back from an agent the focus is on its row, or at the top where it has none', async () => {
    const alone = await browser.open();
    await alone.tell(connection('live'), fleetOf(lineOf('a'), lineOf('b')));
    const { page } = alone;
    const openAndBack = async (meanwhile: ToPage[]): Promise<string | null> => {
      await page.getByRole('button', { name: 'a', exact: true }).press('Enter');
      await alone.tell(...meanwhile);
      await page.getByRole('button', { name: '‹ All agents' }).press('Enter');
      return alone.focused();
    };
    assert.equal(await openAndBack([]), 'a');
    assert.equal(await openAndBack([fleetOf(lineOf('b'))]), 'Agents');
  });
});
