import { compareAlerts, compareIds, type Alert, type AlertChange } from '../../shared/alerts.ts';
import { Emitter } from '../../shared/lifecycle.ts';
import type { Applied } from './feed.ts';
import type { Freshness } from './fleet.ts';

/** So many closed ones are kept; the sidecar forgets older ones too. */
const mostClosed = 1_000;

/**
 * What this window knows of all alerts, in step with the sidecar by revision. Changes carry whole
 * alerts, so one that is applied twice does no harm; one that is missing asks for a listing.
 */
export class AlertBook {
  private readonly changed = new Emitter<undefined>();
  readonly onChanged = this.changed.event;
  private known = new Map<string, Alert>();
  private heard: Freshness = 'none';
  /** Null while out of step. */
  private revision: number | null = null;
  /** What came since a listing was asked for. */
  private pending: AlertChange[] = [];

  get freshness(): Freshness {
    return this.heard;
  }

  get(id: string): Alert | undefined {
    return this.known.get(id);
  }

  /** The one about this agent that was opened last. */
  newestOf(agentId: string): Alert | undefined {
    let newest: Alert | undefined;
    for (const alert of this.known.values()) {
      if (alert.agent_id !== agentId || alert.kind === 'recovery') continue;
      if (newest === undefined || compareIds(alert.id, newest.id) > 0) newest = alert;
    }
    return newest;
  }

  /** What needs a person first. */
  get open(): readonly Alert[] {
    return [...this.known.values()]
      .filter(({ closed }) => closed === undefined)
      .sort(compareAlerts);
  }

  /** The one that closed last first; a recovery is in the row of the alert that it ends. */
  get recent(): readonly Alert[] {
    return [...this.known.values()]
      .filter(({ closed, ends }) => closed !== undefined && !this.known.has(ends ?? ''))
      .sort(
        (one, other) =>
          (other.closed ?? '').localeCompare(one.closed ?? '') || compareIds(other.id, one.id),
      );
  }

  /** What was known is of another home. */
  forget(): void {
    this.expectListing();
    this.known = new Map();
    this.heard = 'none';
    this.changed.fire(undefined);
  }

  expectListing(): void {
    this.revision = null;
    this.pending = [];
  }

  /** The whole answer, as of `revision`. `gap` when what came meanwhile does not follow on from it. */
  acceptListing(revision: number, alerts: Iterable<Alert>): Applied {
    this.known = new Map([...alerts].map((alert) => [alert.id, alert]));
    this.heard = 'live';
    this.revision = revision;
    const pending = this.pending;
    this.pending = [];
    const isGap = pending.some((change) => this.follow(change) === 'gap');
    this.changed.fire(undefined);
    return isGap ? 'gap' : 'applied';
  }

  apply(change: AlertChange): Applied {
    if (this.revision === null) {
      this.pending.push(change);
      return 'kept';
    }
    const outcome = this.follow(change);
    if (outcome === 'applied') this.changed.fire(undefined);
    return outcome;
  }

  /** Nobody is heard any more: what is known stays, marked as such. */
  markStale(): void {
    this.revision = null;
    this.pending = [];
    if (this.heard !== 'live') return;
    this.heard = 'stale';
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.changed.dispose();
  }

  private follow(change: AlertChange): Applied {
    const at = this.revision ?? 0;
    if (change.previous > at) {
      this.revision = null;
      return 'gap';
    }
    // A listing that is newer has it already; a page that leads nowhere is news all the same.
    if (change.revision < at) return 'applied';
    this.revision = change.revision;
    for (const id of change.removed) this.known.delete(id);
    for (const alert of change.alerts) this.known.set(alert.id, alert);
    this.forgetOldest();
    return 'applied';
  }

  private forgetOldest(): void {
    if (this.known.size <= mostClosed) return;
    const closed = [...this.known.values()].filter((alert) => alert.closed !== undefined);
    const surplus = closed.length - mostClosed;
    if (surplus <= 0) return;
    closed.sort((one, other) => compareIds(one.id, other.id));
    for (const { id } of closed.slice(0, surplus)) this.known.delete(id);
  }
}
