import assert from 'node:assert/strict';
import { Fleet } from '../../../client/editor/fleet.ts';
import { Feed, type FeedSource, type Page } from '../../../client/editor/feed.ts';
import { Emitter } from '../../../shared/lifecycle.ts';
import type { AgentRow } from '../../../shared/model.ts';
import type { FleetChange } from '../../../shared/protocol.ts';
import { change, row } from './rows.ts';

/** A sidecar whose listings a test answers by hand. */
class Source implements FeedSource<AgentRow, FleetChange> {
  readonly changes = new Emitter<FleetChange>();
  readonly onChanged = this.changes.event;
  readonly asked: {
    readonly cursor: string | undefined;
    answer(page: Page<AgentRow>): void;
    refuse(error: Error): void;
  }[] = [];

  readPage(cursor?: string): Promise<Page<AgentRow>> {
    return new Promise((answer, refuse) => {
      this.asked.push({ cursor, answer, refuse });
    });
  }
}

function page(revision: number, ids: readonly string[], next_cursor?: string): Page<AgentRow> {
  return { revision, items: ids.map((id) => row(id)), next_cursor };
}

suite('feed', () => {
  let source: Source;
  let fleet: Fleet;
  let feed: Feed<AgentRow, FleetChange>;
  let reported: unknown[];

  setup(() => {
    source = new Source();
    fleet = new Fleet();
    reported = [];
    feed = new Feed(fleet, source, (error) => reported.push(error));
  });

  teardown(() => {
    feed.dispose();
    assert.deepEqual(reported, []);
  });

  test('joins the pages of a listing', async () => {
    const listed = feed.list();
    source.asked[0]!.answer(page(3, ['a'], 'more'));
    await Promise.resolve();
    await Promise.resolve();
    assert.equal(source.asked[1]?.cursor, 'more');
    source.asked[1].answer(page(3, ['b']));
    await listed;
    assert.deepEqual([...fleet.rows.keys()], ['a', 'b']);
  });

  test('counts from the oldest page', async () => {
    const listed = feed.list();
    source.asked[0]!.answer(page(5, ['a'], 'more'));
    await Promise.resolve();
    await Promise.resolve();
    source.changes.fire(change([4, 5], [row('c')]));
    source.asked[1]!.answer(page(4, ['b']));
    await listed;
    assert.deepEqual([...fleet.rows.keys()], ['a', 'b', 'c']);
  });

  test('lists again after a gap', async () => {
    const listed = feed.list();
    source.asked[0]!.answer(page(3, ['a']));
    await listed;
    source.changes.fire(change([5, 6], [row('b')]));
    assert.equal(source.asked.length, 2);
  });

  test('the answer to an earlier listing counts for nothing', async () => {
    const first = feed.list();
    const second = feed.list();
    source.asked[1]!.answer(page(9, ['new']));
    await second;
    source.asked[0]!.answer(page(3, ['old']));
    await first;
    assert.deepEqual([...fleet.rows.keys()], ['new']);
  });

  test('reports a listing that fails, and keeps what was known', async () => {
    const failure = new Error('gone');
    const listed = feed.list();
    source.asked[0]!.refuse(failure);
    await listed;
    assert.deepEqual(reported, [failure]);
    assert.equal(fleet.freshness, 'none');
    reported = [];
  });

  test('is silent once disposed', async () => {
    const listed = feed.list();
    feed.dispose();
    source.asked[0]!.refuse(new Error('too late'));
    await listed;
    source.changes.fire(change([1, 2], []));
    assert.equal(source.asked.length, 1);
  });
});
