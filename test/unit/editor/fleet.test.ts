import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Fleet, type FleetDelta } from '../../../client/editor/fleet.ts';
import { change, row } from './rows.ts';

suite('fleet', () => {
  let fleet: Fleet;
  let deltas: FleetDelta[];

  setup(() => {
    fleet = new Fleet();
    deltas = [];
    fleet.onChanged((delta) => deltas.push(delta));
  });

  function list(revision: number, ...ids: string[]): string {
    fleet.expectListing();
    return fleet.acceptListing(
      revision,
      ids.map((id) => row(id)),
    );
  }

  function ids(): string[] {
    return [...fleet.rows.keys()].sort();
  }

  test('knows nothing before the first listing', () => {
    assert.equal(fleet.freshness, 'none');
    fleet.markStale();
    assert.equal(fleet.freshness, 'none');
    assert.deepEqual(deltas, []);
  });

  test('follows on from a listing', () => {
    assert.equal(list(4, 'a', 'b'), 'applied');
    assert.equal(fleet.apply(change([4, 6], [row('c')], ['a'])), 'applied');
    assert.deepEqual(ids(), ['b', 'c']);
    assert.deepEqual(deltas, ['all', new Set(['c', 'a'])]);
  });

  test('takes over all pages of a change, of which only the last leads on', () => {
    list(4);
    const pages = [
      change([4, 4], [row('a')]),
      change([4, 4], [row('b')]),
      change([4, 9], [row('c')]),
    ];
    assert.deepEqual(
      pages.map((page) => fleet.apply(page)),
      ['applied', 'applied', 'applied'],
    );
    assert.deepEqual(ids(), ['a', 'b', 'c']);
    assert.equal(fleet.apply(change([9, 10], [])), 'applied');
  });

  test('takes a change that reaches back further than the listing', () => {
    list(7, 'a');
    assert.equal(fleet.apply(change([3, 8], [row('b')])), 'applied');
    assert.deepEqual(ids(), ['a', 'b']);
  });

  test('notices a gap and then waits for a listing', () => {
    list(4, 'a');
    assert.equal(fleet.apply(change([5, 6], [row('b')])), 'gap');
    assert.equal(fleet.apply(change([6, 7], [row('c')])), 'kept');
    assert.deepEqual(ids(), ['a']);
  });

  test('adds what came during a listing', () => {
    fleet.expectListing();
    fleet.apply(change([4, 5], [row('b'), row('c')]));
    fleet.apply(change([5, 6], [row('d')], ['c']));
    assert.equal(fleet.acceptListing(5, [row('a'), row('b'), row('c')]), 'applied');
    assert.deepEqual(ids(), ['a', 'b', 'd']);
    assert.equal(fleet.apply(change([6, 7], [])), 'applied');
  });

  test('drops what came during a listing when the listing has it', () => {
    fleet.expectListing();
    fleet.apply(change([4, 5], [row('a', { version: 1 })], ['b']));
    fleet.acceptListing(8, [row('a', { version: 2 }), row('b')]);
    assert.equal(fleet.row('a')?.version, 2);
    assert.deepEqual(ids(), ['a', 'b']);
    assert.equal(fleet.apply(change([8, 9], [])), 'applied');
  });

  test('asks again when what came during a listing has a gap, or comes after one', () => {
    fleet.expectListing();
    fleet.apply(change([4, 5], []));
    fleet.apply(change([6, 7], [row('b')]));
    assert.equal(fleet.acceptListing(5, [row('a')]), 'gap');
    fleet.expectListing();
    fleet.apply(change([9, 10], []));
    assert.equal(fleet.acceptListing(8, [row('a')]), 'gap');
  });

  test('keeps the last known rows while nobody is heard, whatever revision comes next', () => {
    list(40, 'a');
    fleet.markStale();
    assert.equal(fleet.freshness, 'stale');
    assert.deepEqual(ids(), ['a']);
    assert.equal(list(2, 'a', 'b'), 'applied');
    assert.equal(fleet.freshness, 'live');
    assert.deepEqual(deltas, ['all', 'all', 'all']);
  });

  test('has room for any id', () => {
    list(1, '__proto__', 'constructor', '../x');
    assert.deepEqual(ids(), ['../x', '__proto__', 'constructor']);
  });
});

suite('fleet, against any order of listing and changes', () => {
  test('ends with what the sidecar has', () => {
    const act = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), isRemoval: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(fc.array(act, { maxLength: 4 }), { maxLength: 12 }),
        fc.nat(12),
        fc.nat(12),
        (batches, askedAt, answeredAfter) => {
          assert.deepEqual(...replay(batches, askedAt, askedAt + answeredAfter));
        },
      ),
    );
  });
});

interface Act {
  readonly id: string;
  readonly isRemoval: boolean;
}

/** Each batch is one revision and one notification; the listing is cut and answered in between. */
function replay(
  batches: readonly (readonly Act[])[],
  askedAt: number,
  answeredAt: number,
): [Map<string, number>, Map<string, number>] {
  const fleet = new Fleet();
  const truth = new Map<string, number>();
  let cut: [number, ReturnType<typeof row>[]] = [0, []];
  const answer = (): string => fleet.acceptListing(...cut);
  fleet.expectListing();
  batches.forEach((acts, revision) => {
    if (revision === askedAt) cut = [revision, rowsOf(truth)];
    if (revision === answeredAt) answer();
    for (const { id, isRemoval } of acts) {
      if (isRemoval) truth.delete(id);
      else truth.set(id, revision);
    }
    const touched = [...new Set(acts.map(({ id }) => id))];
    const agents = rowsOf(truth).filter(({ agent_id }) => touched.includes(agent_id));
    const removed = touched.filter((id) => !truth.has(id));
    fleet.apply(change([revision, revision + 1], agents, removed));
  });
  if (askedAt >= batches.length) cut = [batches.length, rowsOf(truth)];
  if (answeredAt >= batches.length) answer();
  const shown = new Map([...fleet.rows].map(([id, { version }]) => [id, version]));
  return [new Map([...shown].sort()), new Map([...truth].sort())];
}

function rowsOf(truth: ReadonlyMap<string, number>): ReturnType<typeof row>[] {
  return [...truth].map(([id, version]) => row(id, { version }));
}
