import type { Alert, AlertChange } from '../../shared/alerts.ts';
import type { Clock } from '../../shared/clock.ts';
import { toDisposable, type Disposable } from '../../shared/lifecycle.ts';
import { pagesOf } from '../../shared/pages.ts';

/** A window, as the hub sees it. */
export interface AlertSubscriber {
  alertsChanged(change: AlertChange): void;
}

export interface ChangedAlerts {
  readonly alerts: readonly Alert[];
  readonly removed: readonly string[];
}

/** Windows are told at once, then at most this often. */
const periodMs = 100;

/**
 * Tells every window which alerts are different, as `Hub` does with agents: at once, then in periods,
 * each message with the revision that it leads from. A revision counts the changes of this process.
 */
export class AlertHub implements Disposable {
  private readonly clock: Clock;
  /** Each with the revision that it was told last. */
  private readonly subscribers = new Map<AlertSubscriber, number>();
  private readonly changed = new Map<string, Alert>();
  private readonly removed = new Set<string>();
  private pause: Disposable | null = null;
  private current = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  get revision(): number {
    return this.current;
  }

  subscribe(subscriber: AlertSubscriber): Disposable {
    this.subscribers.set(subscriber, this.current);
    return toDisposable(() => this.subscribers.delete(subscriber));
  }

  publish({ alerts, removed }: ChangedAlerts): void {
    if (alerts.length + removed.length === 0) return;
    this.current += 1;
    for (const alert of alerts) {
      this.changed.set(alert.id, alert);
      this.removed.delete(alert.id);
    }
    for (const id of removed) {
      this.changed.delete(id);
      this.removed.add(id);
    }
    if (this.pause === null) this.flush();
  }

  dispose(): void {
    this.pause?.dispose();
    this.subscribers.clear();
  }

  private flush(): void {
    this.pause = null;
    const removed = [...this.removed];
    const pages = [...pagesOf([...this.changed.values()])];
    if (pages.length + removed.length === 0) return;
    this.changed.clear();
    this.removed.clear();
    if (pages.length === 0) pages.push([]);
    pages.forEach((alerts, at) => {
      // Only the last one leads to the new revision.
      const isLast = at === pages.length - 1;
      this.tell({ alerts, removed: isLast ? removed : [] }, isLast);
    });
    this.pause = this.clock.after(periodMs, () => this.flush());
  }

  private tell(page: ChangedAlerts, isLast: boolean): void {
    for (const [subscriber, previous] of this.subscribers) {
      const revision = isLast ? this.current : previous;
      this.subscribers.set(subscriber, revision);
      subscriber.alertsChanged({ previous, revision, ...page });
    }
  }
}
