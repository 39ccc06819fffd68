import { DisposableStore, type Disposable, type Listener } from '../../shared/lifecycle.ts';

/** One page of a listing, and the revision it is of. */
export interface Page<Item> {
  readonly revision: number;
  readonly items: readonly Item[];
  readonly next_cursor?: string | undefined;
}

/** What a feed needs of a connection. */
export interface FeedSource<Item, Change> {
  onChanged(listener: Listener<Change>): Disposable;
  /** The first page without a cursor. */
  readPage(cursor?: string): Promise<Page<Item>>;
}

/** `gap`: something in between is missing, so only a listing helps. `kept`: it waits for a listing. */
export type Applied = 'applied' | 'kept' | 'gap';

/** What a feed keeps in step: it says itself when a change does not follow on from what it has. */
export interface Mirror<Item, Change> {
  apply(change: Change): Applied;
  /** A listing was asked for: changes that come before its answer are kept for afterwards. */
  expectListing(): void;
  /** The whole answer, as of `revision`. */
  acceptListing(revision: number, items: Iterable<Item>): Applied;
}

/** More pages than there are: a sidecar whose cursor leads in circles must not keep us here. */
const mostPages = 10_000;

/** Keeps a mirror in step with the sidecar: `list` with each session, by itself with each gap. */
export class Feed<Item, Change> implements Disposable {
  private readonly life = new DisposableStore();
  private readonly mirror: Mirror<Item, Change>;
  private readonly source: FeedSource<Item, Change>;
  private readonly report: (error: unknown) => void;
  /** Counts listings, so that an answer to an earlier one is recognised as out of date. */
  private listing = 0;

  constructor(
    mirror: Mirror<Item, Change>,
    source: FeedSource<Item, Change>,
    report: (error: unknown) => void,
  ) {
    this.mirror = mirror;
    this.source = source;
    this.report = report;
    this.life.add(
      source.onChanged((change) => {
        if (mirror.apply(change) === 'gap') void this.list();
      }),
    );
  }

  dispose(): void {
    this.listing += 1;
    this.life.dispose();
  }

  /** Asks for everything again. Settles when it is shown, or when a later listing took over. */
  async list(): Promise<void> {
    this.listing += 1;
    const listing = this.listing;
    this.mirror.expectListing();
    try {
      const { revision, items } = await this.readPages();
      if (listing !== this.listing) return;
      if (this.mirror.acceptListing(revision, items) === 'gap') void this.list();
    } catch (error) {
      // Without a session there is nothing to list; the next one lists again.
      if (listing === this.listing) this.report(error);
    }
  }

  /** The oldest revision of the pages counts: later changes then only repeat what they had. */
  private async readPages(): Promise<Page<Item>> {
    const items: Item[] = [];
    let revision = Number.MAX_SAFE_INTEGER;
    let cursor: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await this.source.readPage(cursor);
      items.push(...answer.items);
      revision = Math.min(revision, answer.revision);
      cursor = answer.next_cursor;
      if (cursor === undefined) break;
    }
    return { revision, items };
  }
}
