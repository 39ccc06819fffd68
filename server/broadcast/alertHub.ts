import type { Alert, AlertChange } from '../../shared/alerts.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Disposable } from '../../shared/lifecycle.ts';
import { Pace } from '../../shared/pace.ts';
import { pagesOf } from '../../shared/pages.ts';
import { Followers, tellingMs } from './followers.ts';

/** A window, as the hub sees it. */
export interface AlertSubscriber {
  alertsChanged(change: AlertChange): void;
}

export interface ChangedAlerts {
  readonly alerts: readonly Alert[];
  readonly removed: readonly string[];
}

/**
 * Tells every window which alerts are different, as `Hub` does with agents: at once, then in periods,
 * each message with the revision that it leads from. A revision counts the changes of this process.
 */
export class AlertHub implements Disposable {
  private readonly pace: Pace;
  private readonly subscribers = new Followers<AlertSubscriber>();
  private readonly changed = new Map<string, Alert>();
  private readonly removed = new Set<string>();
  private current = 0;

  constructor(clock: Clock) {
    this.pace = new Pace(clock, tellingMs, () => this.flush());
  }

  get revision(): number {
    return this.current;
  }

  subscribe(subscriber: AlertSubscriber): Disposable {
    return this.subscribers.add(subscriber, this.current);
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
    this.pace.ask();
  }

  dispose(): void {
    this.pace.dispose();
    this.subscribers.clear();
  }

  private flush(): void {
    const lists = [...pagesOf([...this.changed.values()])];
    const removed = [...this.removed];
    this.changed.clear();
    this.removed.clear();
    if (lists.length === 0) lists.push([]);
    const pages = lists.map((alerts, at): ChangedAlerts => {
      return { alerts, removed: at === lists.length - 1 ? removed : [] };
    });
    this.subscribers.tell(pages, this.current, (subscriber, page, step) => {
      subscriber.alertsChanged({ ...step, ...page });
    });
  }
}
