import type { Alert, AlertChange, AlertPage, AlertsParams } from '../../shared/alerts.ts';
import { DisposableStore, type Disposable, type Listener } from '../../shared/lifecycle.ts';
import type { AlertBook } from './alertBook.ts';

/** What the feed needs of a connection. */
export interface AlertSource {
  onAlertsChanged(listener: Listener<AlertChange>): Disposable;
  listAlerts(params: AlertsParams): Promise<AlertPage>;
}

/** More pages than there are: a sidecar whose cursor leads in circles must not keep us here. */
const mostPages = 1_000;

/** Keeps a book in step with the sidecar: `list` with each session, by itself with each gap. */
export class AlertFeed implements Disposable {
  private readonly life = new DisposableStore();
  private readonly book: AlertBook;
  private readonly source: AlertSource;
  private readonly report: (error: unknown) => void;
  /** Counts listings, so that an answer to an earlier one is recognised as out of date. */
  private listing = 0;

  constructor(book: AlertBook, source: AlertSource, report: (error: unknown) => void) {
    this.book = book;
    this.source = source;
    this.report = report;
    this.life.add(
      source.onAlertsChanged((change) => {
        if (book.apply(change) === 'gap') void this.list();
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
    this.book.expectListing();
    try {
      const { revision, alerts } = await this.readPages();
      if (listing !== this.listing) return;
      if (this.book.acceptListing(revision, alerts) === 'gap') void this.list();
    } catch (error) {
      // Without a session there is nothing to list; the next one lists again.
      if (listing === this.listing) this.report(error);
    }
  }

  /** The revision of the first page counts: what changed since is told. */
  private async readPages(): Promise<{ revision: number; alerts: readonly Alert[] }> {
    const first = await this.source.listAlerts({});
    const alerts = [...first.alerts];
    let cursor = first.next_cursor;
    for (let page = 1; cursor !== undefined && page < mostPages; page += 1) {
      const next = await this.source.listAlerts({ cursor });
      alerts.push(...next.alerts);
      cursor = next.next_cursor;
    }
    return { revision: first.revision, alerts };
  }
}
