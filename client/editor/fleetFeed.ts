import type { AgentRow } from '../../shared/model.ts';
import { DisposableStore, type Disposable, type Listener } from '../../shared/lifecycle.ts';
import type { FleetChange, FleetPage, PageParams } from '../../shared/protocol.ts';
import type { Fleet } from './fleet.ts';

/** What the feed needs of a connection. */
export interface FleetSource {
  onFleetChanged(listener: Listener<FleetChange>): Disposable;
  listFleet(params: PageParams): Promise<FleetPage>;
}

/** More pages than any fleet has: a sidecar whose cursor leads in circles must not keep us here. */
const mostPages = 10_000;

/** Keeps a fleet in step with the sidecar: `list` with each session, by itself with each gap. */
export class FleetFeed implements Disposable {
  private readonly life = new DisposableStore();
  private readonly fleet: Fleet;
  private readonly source: FleetSource;
  private readonly report: (error: unknown) => void;
  /** Counts listings, so that an answer to an earlier one is recognised as out of date. */
  private listing = 0;

  constructor(fleet: Fleet, source: FleetSource, report: (error: unknown) => void) {
    this.fleet = fleet;
    this.source = source;
    this.report = report;
    this.life.add(
      source.onFleetChanged((change) => {
        if (fleet.apply(change) === 'gap') void this.list();
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
    this.fleet.expectListing();
    try {
      const whole = await this.readPages();
      if (listing !== this.listing) return;
      if (this.fleet.acceptListing(whole.revision, whole.rows) === 'gap') void this.list();
    } catch (error) {
      // Without a session there is nothing to list; the next one lists again.
      if (listing === this.listing) this.report(error);
    }
  }

  /** The oldest revision of the pages counts: later changes then only repeat what they had. */
  private async readPages(): Promise<{ revision: number; rows: AgentRow[] }> {
    const rows: AgentRow[] = [];
    let revision = Number.MAX_SAFE_INTEGER;
    let cursor: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await this.source.listFleet({ cursor });
      rows.push(...answer.agents);
      revision = Math.min(revision, answer.revision);
      cursor = answer.next_cursor;
      if (cursor === undefined) break;
    }
    return { revision, rows };
  }
}
