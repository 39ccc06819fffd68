import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import {
  checkHistories,
  countFaults,
  faultKinds,
  type Fault,
  type FaultKind,
  type KeptPoint,
  type View,
} from '../../proof/histories/checkHistories.ts';
import { ClientLog } from '../../proof/histories/clientLog.ts';
import { seededRandom } from '../../support/seededRandom.ts';

interface Told {
  readonly log: ClientLog;
  readonly kept: Map<string, KeptPoint[]>;
}

/** What clients hear of a store that keeps its word, some of them without an answer. */
async function soundHistory(seed: number): Promise<Told> {
  const random = seededRandom(seed);
  const log = new ClientLog();
  const kept = new Map<string, KeptPoint[]>([
    ['a', []],
    ['b', []],
  ]);
  const under: (() => void)[] = [];
  for (let turn = 0; turn < 60; turn += 1) {
    const agent = random.uniform() < 0.5 ? 'a' : 'b';
    const points = kept.get(agent)!;
    const update = log.ask(`client ${turn % 4}`, agent, `mark ${turn}`);
    const isKept = random.uniform() < 0.95;
    if (isKept) points.push({ version: points.length + 1, mark: update.mark });
    const version = points.length;
    // Some answers come late, some never; without one it may be there or not.
    if (isKept && random.uniform() < 0.9) under.push(() => log.answer(update, version));
    if (random.uniform() < 0.6) for (const answer of under.splice(0)) answer();
    await log.read('reader', agent, () => Promise.resolve(points.length));
  }
  return { log, kept };
}

function faultsOf({ log, kept }: Told, view: View = 'all in one order'): Fault[] {
  const held = [...kept].map(([agent, points]) => {
    const newest = points.reduce((most, { version }) => Math.max(most, version), 0);
    return [agent, { newest, points }] as const;
  });
  return checkHistories(log, new Map(held), view);
}

/** One thing that is wrong, and what it must be called at least. */
const faults: Record<FaultKind, (told: Told) => void> = {
  lost: ({ log, kept }) => {
    const last = log.updates.findLast(({ agent, answer }) => agent === 'a' && answer !== null)!;
    const points = kept.get('a')!;
    kept.set('a', points.slice(0, last.answer!.version - 1));
  },
  doubled: ({ kept }) => {
    const points = kept.get('a')!;
    points.push({ version: points.length + 1, mark: points[0]!.mark });
  },
  missing: ({ kept }) => void kept.get('b')!.splice(3, 1),
  invented: ({ kept }) => {
    const points = kept.get('b')!;
    points.push({ version: points.length + 1, mark: 'nobody asked' });
  },
  'went back': ({ log }) => {
    const read = log.reads.findLastIndex(({ version }) => version > 3);
    log.reads[read] = { ...log.reads[read]!, version: 1 };
  },
  'out of order': ({ log, kept }) => {
    // The store and the answers agree, and yet what one client did first comes after the second.
    const points = kept.get('a')!;
    const [one, other] = [log.updates.find(isAnswered)!, log.updates.findLast(isAnswered)!];
    const [early, late] = [one.answer!, other.answer!];
    one.answer = { ...early, version: late.version };
    other.answer = { ...late, version: early.version };
    points[early.version - 1] = { version: early.version, mark: other.mark };
    points[late.version - 1] = { version: late.version, mark: one.mark };
  },
};

function isAnswered({ agent, answer }: ClientLog['updates'][number]): boolean {
  return agent === 'a' && answer !== null;
}

suite('what clients were told and what the store holds', () => {
  test('a store that keeps its word has no faults', async () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const { log, kept } = await soundHistory(seed);
      assert.deepEqual(faultsOf({ log, kept }), [], `seed ${seed}`);
      assert.deepEqual(faultsOf({ log, kept }, 'answers of each'), [], `seed ${seed}`);
    }
  });

  for (const kind of faultKinds) {
    test(`${kind}: noticed wherever it happens`, async () => {
      for (let seed = 1; seed <= 200; seed += 1) {
        const told = await soundHistory(seed);
        faults[kind](told);
        const found = countFaults(faultsOf(told));
        assert(found[kind] > 0, `seed ${seed}: ${JSON.stringify(found)}`);
      }
    });
  }

  test('a version that two clients were told is doubled', async () => {
    const { log, kept } = await soundHistory(1);
    const [one, other] = log.updates.filter(isAnswered);
    other!.answer = { ...other!.answer!, version: one!.answer!.version };
    assert(countFaults(faultsOf({ log, kept })).doubled > 0);
  });

  test('a record that is newer than its history has points missing', async () => {
    const { log, kept } = await soundHistory(1);
    const points = kept.get('a')!;
    const held = new Map([['a', { newest: points.length + 1, points }]]);
    assert(countFaults(checkHistories(log, held, 'answers of each')).missing > 0);
  });

  test('clients with clocks of their own: only their own order counts', () => {
    const log = new ClientLog();
    const points = [1, 2, 3].map((version) => ({ version, mark: `m${version}` }));
    const held = new Map([['a', { newest: 3, points }]]);
    for (const [client, version] of [
      ['one', 3],
      ['other', 1],
      ['other', 2],
    ] as const) {
      log.answer(log.ask(client, 'a', `m${version}`), version);
    }
    assert.deepEqual(checkHistories(log, held, 'answers of each'), []);
    assert.equal(countFaults(checkHistories(log, held, 'all in one order'))['out of order'], 2);
  });
});
