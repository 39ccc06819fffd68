import assert from 'node:assert/strict';
import { Hub, type FleetSource } from '../../../server/broadcast/hub.ts';
import type { AgentRow, FleetSummary } from '../../../shared/model.ts';
import { limits, type FleetChange } from '../../../shared/protocol.ts';
import { ManualClock } from '../../support/manualClock.ts';

type Diagnostics = ReturnType<FleetSource['diagnostics']>;

/** A fleet that a test changes by hand. */
class Fleet implements FleetSource {
  revision = 0;
  readonly summary = {} as FleetSummary;
  readonly rows = new Map<string, AgentRow>();
  readonly ill = new Set<string>();

  row(id: string): AgentRow | undefined {
    return this.rows.get(id);
  }

  diagnostics(id: string): Diagnostics {
    const start = { line: 0, character: 0 };
    return this.ill.has(id) ? [{ range: { start, end: start }, message: `${id} is ill` }] : [];
  }

  put(id: string): string {
    this.revision += 1;
    this.rows.set(id, { agent_id: id, version: this.revision } as AgentRow);
    return id;
  }
}

class Window {
  readonly changes: FleetChange[] = [];
  readonly diagnostics: [string, number][] = [];

  fleetChanged(change: FleetChange): void {
    this.changes.push(change);
  }

  diagnosticsChanged(id: string, diagnostics: Diagnostics): void {
    this.diagnostics.push([id, diagnostics.length]);
  }
}

suite('hub', () => {
  let clock = new ManualClock();
  let fleet = new Fleet();
  let hub = new Hub(clock, fleet);
  let window = new Window();

  setup(() => {
    clock = new ManualClock();
    fleet = new Fleet();
    hub = new Hub(clock, fleet);
    window = new Window();
    hub.subscribe(window);
  });

  teardown(() => {
    hub.dispose();
    assert.equal(clock.pending, 0, 'the hub must leave no timer');
  });

  test('the first change goes out at once, the following ones together', () => {
    hub.publish([fleet.put('a')]);
    hub.publish([fleet.put('b')]);
    hub.publish([fleet.put('c'), fleet.put('b')]);
    assert.equal(window.changes.length, 1);
    clock.advance(100);
    const ids = window.changes.map((change) => change.agents.map((row) => row.agent_id));
    assert.deepEqual(ids, [['a'], ['b', 'c']]);
  });

  test('each message begins where the one before ended', () => {
    for (let turn = 0; turn < 5; turn += 1) {
      hub.publish([fleet.put(`agent ${turn}`)]);
      clock.advance(60);
    }
    clock.advance(1_000);
    const steps = window.changes.map(({ previous, revision }) => [previous, revision]);
    assert.deepEqual(steps[0], [0, 1]);
    for (let at = 1; at < steps.length; at += 1) assert.equal(steps[at]?.[0], steps[at - 1]?.[1]);
    assert.equal(steps.at(-1)?.[1], fleet.revision);
  });

  test('a window that comes later begins at its own revision', () => {
    hub.publish([fleet.put('a')]);
    const late = new Window();
    const subscription = hub.subscribe(late);
    clock.advance(100);
    hub.publish([fleet.put('b')]);
    assert.deepEqual(
      late.changes.map(({ previous, revision }) => [previous, revision]),
      [[1, 2]],
    );
    subscription.dispose();
    clock.advance(100);
    hub.publish([fleet.put('c')]);
    assert.equal(late.changes.length, 1);
  });

  test('more than a page goes in pages, and only the last reaches the revision', () => {
    hub.publish(Array.from({ length: 1_200 }, (_, number) => fleet.put(`agent ${number}`)));
    const sizes = window.changes.map((change) => change.agents.length);
    assert.deepEqual(sizes, [500, 500, 200]);
    assert.deepEqual(
      window.changes.map((change) => change.revision),
      [0, 0, 1_200],
    );
  });

  test('a page is bounded in bytes, too: rows may have long notes', () => {
    const rows = Array.from({ length: 40 }, (_, number) => `agent ${number}`);
    for (const id of rows) {
      fleet.put(id);
      fleet.rows.set(id, { agent_id: id, notes: 'n'.repeat(20_000) } as AgentRow);
    }
    hub.publish([...rows, 'gone']);
    const sizes = window.changes.map((change) => JSON.stringify(change).length);
    assert.ok(sizes.length > 1 && sizes.every((size) => size <= limits.pageBytes));
    const told = window.changes.flatMap(({ agents, removed }) => [...agents, ...removed]);
    assert.equal(told.length, 41);
    assert.deepEqual(
      new Set(window.changes.slice(0, -1).map(({ revision }) => revision)),
      new Set([0]),
    );
    assert.equal(window.changes.at(-1)?.revision, 40);
  });

  test('an agent that left is named as removed', () => {
    hub.publish([fleet.put('a')]);
    clock.advance(100);
    fleet.rows.delete('a');
    fleet.revision += 1;
    hub.publish(['a']);
    assert.deepEqual(window.changes.at(-1)?.removed, ['a']);
  });

  test('diagnostics are sent when there are some and once more when they end', () => {
    fleet.ill.add('a');
    hub.publish([fleet.put('a'), fleet.put('well')]);
    clock.advance(100);
    fleet.ill.delete('a');
    hub.publish(['a']);
    clock.advance(100);
    hub.publish(['a']);
    assert.deepEqual(window.diagnostics, [
      ['a', 1],
      ['a', 0],
    ]);
  });

  test('a new window gets the diagnostics that stand', () => {
    fleet.ill.add('old');
    hub.begin([fleet.put('old'), fleet.put('well')]);
    const late = new Window();
    hub.subscribe(late);
    assert.deepEqual(late.diagnostics, [['old', 1]]);
  });
});
