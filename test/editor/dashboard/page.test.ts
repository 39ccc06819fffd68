import assert from 'node:assert/strict';
import type { AgentLine, ToPage } from '../../../client/dashboard/messages.ts';
import { readPageState, type PageState } from '../../../client/dashboard/pageState.ts';
import { noPoints } from '../../../client/dashboard/points.ts';
import { lineOf } from '../../unit/dashboard/samples.ts';
import { BareBrowser } from './pageAlone.ts';

const onAgent: PageState = { ...readPageState(null), agentId: 'a', range: 'hour' };

function connection(freshness: 'none' | 'live' | 'stale', sentence = ''): ToPage {
  return { kind: 'connection', freshness, sentence };
}

function fleetOf(...lines: AgentLine[]): ToPage {
  return { kind: 'fleet', extent: 'all', lines, removed: [] };
}

let browser: BareBrowser;

suite('the page of the dashboard', () => {
  suiteSetup(async () => {
    browser = await BareBrowser.start();
  });

  suiteTeardown(async () => {
    await browser.stop();
  });

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
});
