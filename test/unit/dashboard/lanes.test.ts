import assert from 'node:assert/strict';
import { happeningsIn } from '../../../client/dashboard/agent/happenings.ts';
import {
  alertsIn,
  clusterMarks,
  decisionMarks,
  healthRuns,
  pausedSpans,
} from '../../../client/dashboard/chart/lanes.ts';
import type { AgentEvent, AlertSpan } from '../../../client/dashboard/messages.ts';
import { english } from '../../../client/dashboard/words.ts';
import { pointsOf } from './samples.ts';

const view = { fromMs: 0, toMs: 10_000 };

function event(name: string, atMs: number): AgentEvent {
  return { event: name, atMs, reason: null, by: 'person' };
}

function alert(id: string, openedMs: number, closedMs: number | null): AlertSpan {
  return { id, word: 'critical', level: 'critical', openedMs, closedMs, message: 'risk' };
}

suite('dashboard: what happened, on the time line', () => {
  test('health lasts until the next point, and each pixel shows the worst', () => {
    const points = pointsOf([0, 2, 4, 9], {
      health: ['healthy', 'degraded', 'critical', 'healthy'],
    });
    assert.deepEqual(healthRuns(points, view, 10, 60_000), [
      { from: 0, to: 2, health: 'healthy' },
      { from: 2, to: 4, health: 'degraded' },
      { from: 4, to: 10, health: 'critical' },
    ]);
  });

  test('one critical point among many well ones in a pixel is seen', () => {
    const versions = Array.from({ length: 1_000 }, (_, at) => at / 100);
    const points = pointsOf(versions, {
      health: versions.map((_, at) => (at === 503 ? 'critical' : 'healthy')),
    });
    const critical = healthRuns(points, view, 20, 60_000).filter(
      (run) => run.health === 'critical',
    );
    assert.deepEqual(critical, [{ from: 10, to: 11, health: 'critical' }]);
  });

  test('while the agent is silent there is no health', () => {
    const runs = healthRuns(pointsOf([1, 9]), view, 10, 5_000);
    assert.deepEqual(
      runs.map(({ from, to }) => [from, to]),
      [
        [1, 2],
        [9, 10],
      ],
    );
  });

  test('marks that cover each other are one, the worst of them', () => {
    const points = pointsOf([1, 1.1, 1.2, 5, 6], {
      action: ['revise', 'reject', 'approve', 'revise', 'approve'],
    });
    const marks = decisionMarks(points, view);
    assert.deepEqual(clusterMarks(marks, ['reject', 'revise'], 500), [
      { atMs: 1_000, kind: 'reject', count: 2 },
      { atMs: 5_000, kind: 'revise', count: 1 },
    ]);
  });

  test('a pause lasts until it is lifted, or until now', () => {
    const events = [event('paused', 1_000), event('resumed', 2_000), event('paused', 7_000)];
    assert.deepEqual(pausedSpans(events, 9_000), [
      { fromMs: 1_000, toMs: 2_000 },
      { fromMs: 7_000, toMs: 9_000 },
    ]);
  });

  test('alerts are there while they are open', () => {
    const all = [alert('1', -5_000, -1_000), alert('2', -5_000, null), alert('3', 11_000, null)];
    assert.deepEqual(
      alertsIn(all, view).map(({ id }) => id),
      ['2'],
    );
  });

  test('in words: newest first, a recovery in place of the end of its alert', () => {
    const recovery: AlertSpan = {
      ...alert('2', 6_000, 6_000),
      word: 'recovered',
      level: 'healthy',
    };
    const alerts = [alert('1', 1_000, 6_000), recovery, alert('3', 7_000, 8_000)];
    const all = happeningsIn({ events: [event('paused', 3_000)], alerts }, view, english);
    assert.deepEqual(
      all.map(({ atMs, what }) => `${atMs} ${what}`),
      [
        '8000 Alert closed: Critical',
        '7000 Alert: Critical',
        '6000 Recovered',
        '3000 paused by a person',
        '1000 Alert: Critical',
      ],
    );
  });
});
