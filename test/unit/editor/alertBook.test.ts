import assert from 'node:assert/strict';
import { AlertBook } from '../../../client/editor/alertBook.ts';
import { Feed } from '../../../client/editor/feed.ts';
import type { Alert, AlertChange } from '../../../shared/alerts.ts';
import { Emitter } from '../../../shared/lifecycle.ts';
import { anAlert } from '../mcp/samples.ts';

function alert(id: string, over: Partial<Alert> = {}): Alert {
  return anAlert({ id, ...over });
}

function change(
  [previous, revision]: readonly [number, number],
  alerts: readonly Alert[],
  removed: readonly string[] = [],
): AlertChange {
  return { previous, revision, alerts, removed };
}

const closed = '2026-01-02T04:00:00.000Z';

function ids(alerts: readonly Alert[]): string[] {
  return alerts.map(({ id }) => id);
}

suite('alert book', () => {
  test('open ones: worst first, unattended first, newest first', () => {
    const book = new AlertBook();
    const acknowledged = { at: closed, by: 'person' as const, note: null };
    book.acceptListing(1, [
      alert('1-1', { level: 'degraded' }),
      alert('1-2'),
      alert('1-3', { acknowledged }),
      alert('1-10'),
      alert('1-4', { kind: 'silence', level: 'degraded' }),
    ]);
    assert.deepEqual(ids(book.open), ['1-10', '1-2', '1-3', '1-4', '1-1']);
  });

  test('closed ones: the last closed first; a recovery is in the row of what it ends', () => {
    const book = new AlertBook();
    const recovery = { kind: 'recovery' as const, level: 'healthy' as const, closed };
    book.acceptListing(1, [
      alert('1-1', { closed: '2026-01-02T05:00:00.000Z' }),
      alert('1-2', { closed }),
      alert('1-3', { ...recovery, ends: '1-2' }),
      alert('1-4', { ...recovery, ends: '0-1' }),
    ]);
    assert.deepEqual(ids(book.recent), ['1-1', '1-4', '1-2']);
    assert.deepEqual(book.open, []);
  });

  test('follows changes, whole alerts at a time', () => {
    const book = new AlertBook();
    let fired = 0;
    book.onChanged(() => (fired += 1));
    book.acceptListing(3, [alert('1-1')]);
    assert.equal(book.apply(change([3, 5], [alert('1-2'), alert('1-1', { closed })])), 'applied');
    assert.deepEqual([ids(book.open), ids(book.recent), fired], [['1-2'], ['1-1'], 2]);
    assert.equal(book.apply(change([5, 6], [], ['1-2'])), 'applied');
    assert.deepEqual(book.open, []);
    assert.equal(book.apply(change([9, 10], [alert('1-3')])), 'gap');
    assert.equal(book.apply(change([10, 11], [alert('1-3')])), 'kept');
  });

  test('a page that leads nowhere is news; one older than the listing is not', () => {
    const book = new AlertBook();
    book.acceptListing(5, [alert('1-1', { closed })]);
    book.apply(change([5, 5], [alert('1-2')]));
    book.apply(change([3, 4], [alert('1-1')]));
    assert.deepEqual([ids(book.open), ids(book.recent)], [['1-2'], ['1-1']]);
  });

  test('what comes while a listing is awaited is kept for afterwards', () => {
    const book = new AlertBook();
    book.expectListing();
    assert.equal(book.apply(change([1, 2], [alert('1-1')])), 'kept');
    assert.equal(book.apply(change([2, 4], [alert('1-2')])), 'kept');
    assert.equal(book.acceptListing(2, [alert('1-1', { message: 'newer' })]), 'applied');
    assert.deepEqual(ids(book.open), ['1-2', '1-1']);
    book.expectListing();
    book.apply(change([7, 8], [alert('1-3')]));
    assert.equal(book.acceptListing(5, []), 'gap');
  });

  test('stays as last known when nobody is heard, and says so once', () => {
    const book = new AlertBook();
    let fired = 0;
    book.onChanged(() => (fired += 1));
    book.markStale();
    assert.deepEqual([book.freshness, fired], ['none', 0]);
    book.acceptListing(1, [alert('1-1')]);
    book.markStale();
    book.markStale();
    assert.deepEqual([book.freshness, fired, ids(book.open)], ['stale', 2, ['1-1']]);
  });

  test('forgets the oldest closed ones beyond a thousand', () => {
    const book = new AlertBook();
    book.acceptListing(0, [alert('1-0')]);
    const many = Array.from({ length: 1_005 }, (_, at) => alert(`2-${at}`, { closed }));
    book.apply(change([0, 1], many));
    assert.deepEqual([book.recent.length, book.open.length], [1_000, 1]);
    assert.equal(book.get('2-4'), undefined);
    assert.equal(book.get('2-5')?.id, '2-5');
  });
});

suite('alerts by a feed', () => {
  test('joins pages and what came meanwhile; what a gap hid is listed again', async () => {
    const changes = new Emitter<AlertChange>();
    const pages = [
      { revision: 3, items: [alert('1-2')], next_cursor: '1-2' },
      { revision: 4, items: [alert('1-1')] },
      { revision: 9, items: [alert('1-3')] },
    ];
    const readPage = () => Promise.resolve(pages.shift()!);
    const book = new AlertBook();
    const feed = new Feed(book, { onChanged: changes.event, readPage }, assert.ifError);
    const listed = feed.list();
    changes.fire(change([3, 4], [alert('1-2', { closed })]));
    await listed;
    assert.deepEqual([ids(book.open), ids(book.recent)], [['1-1'], ['1-2']]);
    const listedAgain = new Promise<void>((resolve) => {
      book.onChanged(() => resolve());
    });
    changes.fire(change([8, 9], [alert('1-3')]));
    await listedAgain;
    assert.deepEqual(ids(book.open), ['1-3']);
    feed.dispose();
  });
});
