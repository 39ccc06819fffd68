import assert from 'node:assert/strict';
import { AlertTurn } from '../../../server/handlers/commit/alertTurn.ts';
import { countFalseAlarm, listAlerts } from '../../../server/handlers/commit/alertDocuments.ts';
import type { AlertOutlet } from '../../../server/handlers/deps.ts';
import { ear, hear, type Caller, type Ears } from '../../../server/handlers/table.ts';
import { commitWatched, noteEvent } from '../../../server/handlers/commit/watchedCommit.ts';
import { defaultAlertSettings } from '../../../server/monitor/alerts/alertState.ts';
import { ClosedAlerts } from '../../../server/monitor/alerts/closedAlerts.ts';
import { openMemoryStore } from '../../../server/store/memoryStore.ts';
import type { Mutation } from '../../../server/store/port.ts';
import type { Alert } from '../../../shared/alerts.ts';
import type { Health } from '../../../shared/model.ts';
import { ManualClock } from '../../support/manualClock.ts';
import { noHooks } from './handlerStage.ts';
import { sampleCheckIn } from '../store/samples.ts';

/** Handlers over a store in memory, with everything that people would be shown and told. */
function stage(mostClosed = 1_000) {
  const clock = new ManualClock();
  const store = openMemoryStore(clock);
  const told: Alert[] = [];
  const changed: Alert[] = [];
  let lastId = 0;
  const alerts: AlertOutlet = {
    revision: 0,
    closed: new ClosedAlerts(mostClosed),
    settings: () => defaultAlertSettings,
    newId: () => `1-${(lastId += 1)}`,
    changed: (change) => void changed.push(...change.alerts),
    tell: (more) => void told.push(...more),
    followed: () => undefined,
    checkedIn: () => undefined,
    focusChanged: () => undefined,
    leaves: () => undefined,
  };
  return { deps: { clock, store, alerts, hooks: noHooks() }, store, told, changed };
}

function checkIn(agentId: string, n: number, health: Health): Mutation {
  const { patch, ...mutation } = sampleCheckIn(agentId, n);
  assert.ok(patch.verdict !== undefined && patch.verdict !== null);
  return { ...mutation, patch: { ...patch, verdict: { ...patch.verdict, health } } };
}

suite('handlers: alerts with their commits', () => {
  test('nobody is told before it is durable, and never of what was refused', async () => {
    const { deps, store, told, changed } = stage();
    const commit = commitWatched(deps, [checkIn('a', 1, 'critical')]);
    assert.deepEqual([told, changed, listAlerts(store)], [[], [], []]);
    await commit;
    assert.deepEqual([told.length, changed.length, listAlerts(store).length], [1, 1, 1]);
    const stale = { ...checkIn('b', 1, 'critical'), expected_version: 7 };
    await assert.rejects(commitWatched(deps, [stale]), /not 7/);
    await store.close();
    await assert.rejects(commitWatched(deps, [checkIn('b', 1, 'critical')]), /closing/);
    assert.deepEqual([told.length, listAlerts(store).length], [1, 1]);
  });

  test('check-ins on their way build on each other', async () => {
    const { deps, told } = stage();
    const healths: Health[] = ['degraded', 'degraded', 'degraded', 'critical'];
    await Promise.all(
      healths.map((health, at) => commitWatched(deps, [checkIn('a', at + 1, health)])),
    );
    assert.deepEqual(
      told.map(({ id, level }) => [id, level]),
      [
        ['1-1', 'degraded'],
        ['1-1', 'critical'],
      ],
    );
  });

  test('several mutations in one commit are several turns of their agents', async () => {
    const { deps, store } = stage();
    await commitWatched(deps, [
      checkIn('a', 1, 'degraded'),
      checkIn('b', 1, 'critical'),
      checkIn('a', 2, 'degraded'),
      checkIn('a', 3, 'degraded'),
    ]);
    const open = listAlerts(store).map(({ agent_id, level }) => `${agent_id} ${level}`);
    assert.deepEqual(open, ['a degraded', 'b critical']);
    assert.equal(store.revision, 1);
  });

  test('an event that changes nothing is no commit', async () => {
    const { deps, store } = stage();
    await noteEvent(deps, 'a', { kind: 'snoozeOver' });
    await noteEvent(deps, 'a', { kind: 'retired' });
    assert.equal(store.revision, 0);
    await noteEvent(deps, 'a', { kind: 'left' });
    await noteEvent(deps, 'a', { kind: 'left' });
    assert.equal(store.revision, 1);
  });

  test('the oldest closed ones make room, in the same commit', async () => {
    const { deps, store } = stage(3);
    for (let n = 0; n < 5; n += 1) {
      await noteEvent(deps, `agent ${n}`, { kind: 'gone' });
      await noteEvent(deps, `agent ${n}`, { kind: 'retired' });
    }
    const kept = listAlerts(store).map(({ agent_id }) => agent_id);
    assert.deepEqual(kept, ['agent 4', 'agent 3', 'agent 2']);
  });

  test('a forgotten agent leaves nothing', async () => {
    const { deps, store } = stage();
    await noteEvent(deps, 'a', { kind: 'gone' });
    await noteEvent(deps, 'a', { kind: 'retired' });
    await noteEvent(deps, 'a', { kind: 'gone' });
    const turn = new AlertTurn(deps);
    turn.forget('a');
    await store.commit([], undefined, turn.documents());
    assert.deepEqual([...store.documents('')], []);
  });

  test('a rule may be called anything', async () => {
    const { store } = stage();
    const counts = countFalseAlarm(store, '__proto__');
    await store.commit([], undefined, new Map([['alerts/false_alarms', counts]]));
    assert.equal(JSON.stringify(countFalseAlarm(store, '__proto__')), '{"__proto__":2}');
  });
});

suite('handlers: reports', () => {
  test('what is no sound report is passed over', () => {
    const heard: unknown[] = [];
    const ears: Ears = {
      'watchstander/focus': ear('watchstander/focus', ({ id }, focus) => heard.push([id, focus])),
      'watchstander/leave': ear('watchstander/leave', ({ id }) => heard.push(id)),
    };
    const caller = { id: 7 } as Caller;
    const focus = { focused: true, last_focus_age_ms: 0 };
    const negative = { ...focus, last_focus_age_ms: -1 };
    for (const bad of [undefined, null, 7, [], { focused: 1 }, { focused: true }, negative]) {
      hear(ears, caller, 'watchstander/focus', bad);
    }
    for (const name of ['$/cancelRequest', 'toString', '__proto__', 'watchstander/status']) {
      hear(ears, caller, name, focus);
    }
    assert.deepEqual(heard, []);
    hear(ears, caller, 'watchstander/focus', focus);
    hear(ears, caller, 'watchstander/leave', undefined);
    assert.deepEqual(heard, [[7, focus], 7]);
  });
});
