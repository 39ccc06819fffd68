import assert from 'node:assert/strict';
import { AlertHub } from '../../../server/broadcast/alertHub.ts';
import type { Alert, AlertChange } from '../../../shared/alerts.ts';
import { limits } from '../../../shared/protocol.ts';
import { ManualClock } from '../../support/manualClock.ts';

function alert(id: string, message = ''): Alert {
  return {
    id,
    agent_id: 'a',
    kind: 'health',
    level: 'critical',
    opened: '2026-01-01T00:00:00.000Z',
    reasons: [],
    message,
  };
}

suite('alert hub', () => {
  let clock = new ManualClock();
  let hub = new AlertHub(clock);
  let changes: AlertChange[] = [];

  setup(() => {
    clock = new ManualClock();
    hub = new AlertHub(clock);
    changes = [];
    hub.subscribe({ alertsChanged: (change) => changes.push(change) });
  });

  teardown(() => {
    hub.dispose();
    assert.equal(clock.pending, 0);
  });

  test('tells the first change at once, the rest of a period as one', () => {
    hub.publish({ alerts: [alert('1-1')], removed: [] });
    hub.publish({ alerts: [alert('1-2'), alert('1-3')], removed: [] });
    hub.publish({ alerts: [alert('1-2', 'worse')], removed: ['1-3'] });
    assert.equal(changes.length, 1);
    clock.advance(100);
    assert.deepEqual(changes[1], {
      previous: 1,
      revision: 3,
      alerts: [alert('1-2', 'worse')],
      removed: ['1-3'],
    });
    assert.equal(hub.revision, 3);
    clock.advance(1_000);
  });

  test('nothing is said of nothing', () => {
    hub.publish({ alerts: [], removed: [] });
    assert.deepEqual([changes.length, hub.revision], [0, 0]);
  });

  test('long changes come in pages, and only the last one leads on', () => {
    const many = Array.from({ length: 1_200 }, (_, at) => alert(`1-${at}`, 'x'.repeat(200)));
    hub.publish({ alerts: many, removed: ['1-9999'] });
    assert.ok(changes.length >= 3);
    assert.equal(changes.flatMap(({ alerts }) => alerts).length, 1_200);
    for (const [at, { revision, removed, alerts }] of changes.entries()) {
      const isLast = at === changes.length - 1;
      assert.deepEqual([revision, removed.length], isLast ? [1, 1] : [0, 0]);
      assert.ok(JSON.stringify(alerts).length <= limits.pageBytes);
    }
    clock.advance(100);
  });

  test('a removal alone is told; each window has its own place', () => {
    const other: AlertChange[] = [];
    hub.publish({ alerts: [alert('1-1')], removed: [] });
    const subscription = hub.subscribe({ alertsChanged: (change) => other.push(change) });
    clock.advance(100);
    hub.publish({ alerts: [], removed: ['1-1'] });
    assert.deepEqual(other, [{ previous: 1, revision: 2, alerts: [], removed: ['1-1'] }]);
    subscription.dispose();
    clock.advance(100);
    hub.publish({ alerts: [alert('1-2')], removed: [] });
    assert.deepEqual([other.length, changes.length], [1, 3]);
    clock.advance(100);
  });
});
