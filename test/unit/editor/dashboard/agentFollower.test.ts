import assert from 'node:assert/strict';
import type { Sidecar } from '../../../../client/connection/pages.ts';
import type { ToPage } from '../../../../client/dashboard/messages.ts';
import { readToPage } from '../../../../client/dashboard/messages.ts';
import { mergePoints, noPoints } from '../../../../client/dashboard/points.ts';
import { AgentFollower } from '../../../../client/editor/dashboard/agentFollower.ts';
import { readTrends } from '../../../../client/editor/dashboard/trendReader.ts';
import { makeTable } from '../../../../server/handlers/serve.ts';
import { dispatch } from '../../../../server/handlers/table.ts';
import type { HistoryParams } from '../../../../shared/protocol.ts';
import { callerOf, stageHandlers } from '../../handlers/handlerStage.ts';
import { row } from '../rows.ts';

/** The sidecar's own handlers, and a page that hears what is posted. */
function stage() {
  const { deps, clock } = stageHandlers();
  const table = makeTable(deps);
  const window = callerOf('window');
  const histories: HistoryParams[] = [];
  const sidecar = {
    request: async (method: string, params: object) => {
      if (method === 'watchstander/history') histories.push(params as HistoryParams);
      return dispatch(table, window, method, params);
    },
  } as Sidecar;
  const posted: ToPage[] = [];
  const reported: unknown[] = [];
  const post = (message: ToPage): void => {
    assert.deepEqual(readToPage(structuredClone(message)), message);
    posted.push(message);
  };
  const report = (error: unknown): void => void reported.push(error);
  const follow = (agentId: string) => new AgentFollower(agentId, { sidecar, post, report });
  const checkIn = async (count: number): Promise<void> => {
    for (let done = 0; done < count; done += 1) {
      clock.advance(1_000);
      const text = { code_points: 10, keyword_hits: 0 };
      const given = { parameters: [], ethical_drift: [], text, complexity: 0.5 };
      await sidecar.request('watchstander/checkIn', { agent_id: 'a', ...given });
    }
  };
  const versions = (): number[] =>
    posted
      .flatMap((message) => (message.kind === 'points' ? [message.points] : []))
      .reduce(mergePoints, noPoints).version;
  return { sidecar, clock, posted, reported, histories, follow, checkIn, versions };
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

suite('dashboard: following an agent', () => {
  test('first who it is and the newest points, then only what is new', async () => {
    const { posted, histories, follow, checkIn, versions } = stage();
    await checkIn(1_200);
    const follower = follow('a');
    follower.begin();
    await follower.idle();
    assert.deepEqual([...new Set(posted.map(({ kind }) => kind))], ['agent', 'alerts', 'points']);
    assert.deepEqual(versions(), numbers(201, 1_200));
    const last = posted.at(-1);
    assert.deepEqual([last?.kind === 'points' && [last.total, last.phase]], [[1_200, 'done']]);

    histories.length = 0;
    await checkIn(2);
    follower.rowChanged(row('a', { version: 1_202 }));
    await follower.idle();
    assert.deepEqual(versions(), numbers(201, 1_202));
    assert.deepEqual(histories, [{ agent_id: 'a', cursor: '1200' }]);
  });

  test('older points when somebody looks as far back, each once', async () => {
    const { posted, clock, follow, checkIn, versions } = stage();
    await checkIn(2_600);
    const follower = follow('a');
    follower.begin();
    follower.reach(clock.wallMs() - 1_500_000);
    await follower.idle();
    assert.deepEqual(versions(), numbers(1, 2_600));
    const sent = posted.flatMap((message) =>
      message.kind === 'points' ? message.points.version : [],
    );
    assert.equal(sent.length, 2_600);
  });

  test('an act between check-ins, a new policy and a new session are told, too', async () => {
    const { sidecar, posted, follow, checkIn } = stage();
    await checkIn(3);
    const follower = follow('a');
    follower.begin();
    await follower.idle();
    await sidecar.request('watchstander/lifecycle', { agent_id: 'a', act: 'pause', reason: 'x' });
    follower.rowChanged(row('a', { version: 4 }));
    await follower.idle();
    const [told] = posted.filter(({ kind }) => kind === 'agent').slice(-1);
    assert.ok(told?.kind === 'agent');
    assert.deepEqual(told.events.map(({ event, reason }) => [event, reason]).slice(-1), [
      ['paused', 'x'],
    ]);
    const before = posted.filter(({ kind }) => kind === 'agent').length;
    follower.rowChanged(row('a', { version: 4 }));
    follower.resume();
    await follower.idle();
    assert.equal(posted.filter(({ kind }) => kind === 'agent').length, before + 2);
  });

  test('one that is unknown is done at once; one that is left is told nothing more', async () => {
    const { posted, reported, follow, checkIn } = stage();
    const unknown = follow('nobody');
    unknown.begin();
    await unknown.idle();
    assert.deepEqual(
      posted.map((one) => one.kind === 'points' && one.phase),
      ['done'],
    );
    await checkIn(1);
    const left = follow('a');
    left.begin();
    left.dispose();
    await left.idle();
    assert.equal(posted.length, 1);
    assert.deepEqual(reported, []);
  });

  test('trends of many; one that cannot be read is left out', async () => {
    const { sidecar, checkIn } = stage();
    await checkIn(50);
    const failed: unknown[] = [];
    const trends = await readTrends(sidecar, ['a', 'nobody'], (error) => failed.push(error));
    const lengths = trends.map(({ agentId, risk }) => [agentId, risk.length]);
    assert.deepEqual([lengths, failed.length], [[['a', 40]], 1]);
  });
});
