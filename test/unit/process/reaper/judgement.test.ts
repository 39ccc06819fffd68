import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  judgeLock,
  judgeRecord,
  judgeSocket,
  watchMs,
  type RecordSighting,
} from '../../../../server/process/reaper/judgement.ts';
import { SilenceBook } from '../../../../server/process/reaper/silence.ts';
import type { FoundRecord } from '../../../../server/process/record.ts';
import { ManualClock } from '../../../support/manualClock.ts';

const standings = ['self', 'alive', 'dead', 'unknown', 'foreign'] as const;

const sightings: fc.Arbitrary<RecordSighting> = fc.record({
  kind: fc.constantFrom('sidecar', 'mcp'),
  home: fc.constantFrom('ours', 'another'),
  standing: fc.constantFrom(...standings),
  parent: fc.constantFrom(...standings, null),
  answers: fc.constantFrom(true, false, null),
  unchangedMs: fc.constantFrom(0, 1, watchMs - 1, watchMs, 3 * watchMs),
});

suite('reaper: judgement', () => {
  test('ends only what is provably ours, useless and silent for 30 s of our own watching', () => {
    fc.assert(
      fc.property(sightings, (sighting) => {
        const judgement = judgeRecord(sighting);
        if (judgement.act !== 'end' || judgement.waitMs > 0) return;
        assert.equal(sighting.standing, 'alive');
        assert.equal(sighting.home, 'ours');
        assert.ok(sighting.unchangedMs >= watchMs);
        if (sighting.kind === 'mcp') assert.equal(sighting.parent, 'dead');
        else assert.equal(sighting.answers, false);
      }),
    );
  });

  test('removes only records of the dead', () => {
    fc.assert(
      fc.property(sightings, (sighting) => {
        const isDead = sighting.standing === 'dead';
        assert.equal(judgeRecord(sighting).act === 'remove', isDead);
      }),
    );
  });

  test('a silent sidecar is asked before it is ended', () => {
    const silent = { kind: 'sidecar', home: 'ours', standing: 'alive', parent: null } as const;
    const judge = (answers: boolean | null, unchangedMs: number) =>
      judgeRecord({ ...silent, answers, unchangedMs });
    assert.equal(judge(null, watchMs).act, 'leave');
    assert.equal(judge(true, watchMs).act, 'leave');
    assert.equal(judge(false, watchMs).act, 'end');
    const waiting = judge(null, 10_000);
    assert.equal(waiting.act === 'end' && waiting.waitMs, 20_000);
  });

  test('sockets go when nobody listens and a later epoch leads', () => {
    assert.equal(judgeSocket({ epoch: 4, knock: 'refuses' }, 5).act, 'remove');
    assert.equal(judgeSocket({ epoch: 4, knock: 'unclear' }, 5).act, 'leave');
    assert.equal(judgeSocket({ epoch: 5, knock: 'refuses' }, 5).act, 'leave');
  });

  test('half-made locks go when they are old and nobody who is named in them can be there', () => {
    assert.equal(judgeLock({ ageMs: 60_000, owners: ['dead'] }).act, 'remove');
    assert.equal(judgeLock({ ageMs: 60_000, owners: [] }).act, 'remove');
    assert.equal(judgeLock({ ageMs: 59_999, owners: ['dead'] }).act, 'leave');
    for (const owner of standings.filter((standing) => standing !== 'dead')) {
      assert.equal(judgeLock({ ageMs: 90_000, owners: ['dead', owner] }).act, 'leave');
    }
  });
});

suite('reaper: silence', () => {
  const identity = { machine: null, boot: 'b', namespace: null, pid: 9, started: '1' };
  const record = { kind: 'mcp', identity, started: '', home: '/h', parent: null } as const;
  const beaten = (beatMs: number): FoundRecord => ({ nonce: 'n', record, beatMs });

  test('counts from our first look, whatever the time of the record says', () => {
    const clock = new ManualClock();
    const book = new SilenceBook(clock);
    book.look([beaten(0)]);
    assert.equal(book.silentMs('n'), 0);
    clock.advance(5_000);
    book.look([beaten(0)]);
    assert.equal(book.silentMs('n'), 5_000);
    // A clock that is set back is a beat, too: something has been there.
    clock.advance(5_000);
    book.look([beaten(-1)]);
    assert.equal(book.silentMs('n'), 0);
  });

  test('a look that comes late was a sleep, and time after the last look counts for nothing', () => {
    const clock = new ManualClock();
    const book = new SilenceBook(clock);
    book.look([beaten(0)]);
    clock.advance(5_000);
    book.look([beaten(0)]);
    clock.advance(60_000);
    assert.equal(book.silentMs('n'), 5_000);
    book.look([beaten(0)]);
    assert.equal(book.silentMs('n'), 0);
  });
});
