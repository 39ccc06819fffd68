import assert from 'node:assert/strict';
import fc from 'fast-check';
import { suite, test } from 'mocha';
import type { AgentRecord, GovernanceState, HistoryPoint } from '../../../shared/model.ts';
import { AgentReplay } from '../../../server/store/agentReplay.ts';
import { restorePatch, storeTransaction } from '../../../server/store/log/codec.ts';
import { windowLength } from '../../../server/store/log/packedState.ts';
import {
  restorePoint,
  restorePoints,
  storePoint,
  storePoints,
} from '../../../server/store/history/points.ts';
import { pack, unpack } from '../../../server/store/log/packed.ts';
import { settle } from '../../../server/store/log/storable.ts';
import { sampleCheckIn, samplePoint, sampleState } from './samples.ts';

const double = fc.double({ noNaN: true, noDefaultInfinity: true });
const vector = (length: number) =>
  fc.array(double, { minLength: length, maxLength: length }).map((v) => Float64Array.from(v));

const state: fc.Arbitrary<GovernanceState> = fc
  .record({
    scalars: fc.array(double, { minLength: 4, maxLength: 4 }),
    previous: fc.option(vector(128)),
    window: fc.array(double, { maxLength: windowLength }).map((v) => Float64Array.from(v)),
  })
  .map(({ scalars: [E = 0, I = 0, V = 0, baseline = 0], previous, window }) => ({
    ...sampleState(1),
    ...{ E, I, V, baseline, previous, window },
  }));

function recordOf(of: GovernanceState): AgentRecord {
  const { patch } = sampleCheckIn('a', 1);
  return { agent_id: 'a', version: 1, ...patch, state: of } as AgentRecord;
}

/** Through the text that is on the disk. */
function stored<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

suite('store: codec', () => {
  test('a record is the same to the bit, negative zeros and denormals too', () => {
    fc.assert(
      fc.property(state, (of) => {
        const record = recordOf(of);
        const replay = new AgentReplay();
        replay.begin(pack(record));
        assert.deepStrictEqual([...replay.finish()].map(unpack), [record]);
      }),
    );
  });

  test('a patch on any state gives the same state, whether its window slid or not', () => {
    fc.assert(
      fc.property(state, state, fc.boolean(), (before, next, slides) => {
        const window = Float64Array.of(...before.window, next.V).slice(-windowLength);
        const after = slides ? { ...next, window } : next;
        const [was, is] = [recordOf(before), recordOf(after)];
        const change = { before: was, after: is, patch: { state: after }, point: undefined };
        const kept = storeTransaction({
          revision: 1,
          at: 0,
          request: undefined,
          changes: [change],
        });
        const patch = restorePatch(stored(kept).changes[0]!.patch, before.window);
        assert.deepStrictEqual(patch, { state: after });
        if (slides) assert.equal(kept.changes[0]!.patch.state!.window, undefined);
      }),
    );
  });

  test('points are the same one by one and in columns', () => {
    const points = [-0, 1e-320, 0.1, 3].map((V, at): HistoryPoint => ({
      ...{ version: at + 1, ...samplePoint(at), V },
      request_id: at % 2 === 0 ? null : `r${at}`,
    }));
    assert.deepStrictEqual(restorePoints(stored(storePoints('a', points))), points);
    const unread = points.map(({ version, request_id, ...point }) => ({
      ...{ stored: storePoint(point), version, requestId: request_id },
    }));
    assert.deepStrictEqual(storePoints('a', unread), storePoints('a', points));
    for (const { version, request_id, ...point } of points) {
      const again = restorePoint(stored(storePoint(point)), version, request_id);
      assert.deepStrictEqual(again, { version, ...point, request_id });
    }
  });

  test('what is not JSON is a fault of the program', () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 20; depth += 1) deep = [deep];
    const bad = [NaN, Infinity, undefined, { a: [1, -Infinity] }, () => 1, 1n, deep];
    for (const value of [...bad, Float64Array.of(1, NaN)]) {
      assert.throws(() => settle(value), /not finite|not JSON|too deeply/);
    }
    const good = Object.freeze({ a: [1, 'x', null, true, { b: Float64Array.of(1) }] });
    settle(good);
    assert(Object.isFrozen(good.a));
  });
});
