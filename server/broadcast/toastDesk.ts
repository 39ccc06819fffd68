import {
  alertWord,
  alertWords,
  compareAlerts,
  compareIds,
  type Alert,
  type AlertWord,
  type Toast,
} from '../../shared/alerts.ts';
import type { Clock } from '../../shared/clock.ts';
import { toDisposable, type Disposable } from '../../shared/lifecycle.ts';
import { healthStates } from '../../shared/model.ts';
import { limits, type FocusParams } from '../../shared/protocol.ts';

/** A window, as the desk sees it. */
export interface ToastWindow {
  toast(toast: Toast): void;
}

/** What comes this close to each other is told in one toast. */
const gatherMs = 300;
/** However long it goes on coming, nobody waits longer than this. */
const longestMs = 2_000;
/** How many agents a toast names. */
const named = 3;

interface Seat {
  isFocused: boolean;
  /** Monotonic; when it last had the focus, as far as is known. */
  focusedMs: number;
}

/**
 * Has each alert told once, by one of all windows: the focused one, else the one that was focused
 * last. While there is no window, what is to be told waits for the next one.
 */
export class ToastDesk implements Disposable {
  private readonly clock: Clock;
  private readonly stillOpen: (alert: Alert) => boolean;
  private readonly windows = new Map<ToastWindow, Seat>();
  /** The worst one of each agent. */
  private readonly waiting = new Map<string, Alert>();
  private gathering: { readonly timer: Disposable; readonly sinceMs: number } | null = null;

  constructor(clock: Clock, stillOpen: (alert: Alert) => boolean) {
    this.clock = clock;
    this.stillOpen = stillOpen;
  }

  open(window: ToastWindow): Disposable {
    this.windows.set(window, { isFocused: false, focusedMs: -Infinity });
    this.gather();
    return toDisposable(() => this.windows.delete(window));
  }

  focus(window: ToastWindow, { focused, last_focus_age_ms }: FocusParams): void {
    const seat = this.windows.get(window);
    if (seat === undefined) return;
    const nowMs = this.clock.monotonicMs();
    if (focused || seat.isFocused) seat.focusedMs = nowMs;
    else if (last_focus_age_ms !== null) seat.focusedMs = nowMs - last_focus_age_ms;
    seat.isFocused = focused;
  }

  tell(alerts: readonly Alert[]): void {
    for (const alert of alerts) {
      const known = this.waiting.get(alert.agent_id);
      if (known === undefined || compareAlerts(alert, known) < 0) {
        this.waiting.set(alert.agent_id, alert);
      }
    }
    this.gather();
  }

  dispose(): void {
    this.gathering?.timer.dispose();
    this.windows.clear();
    this.waiting.clear();
  }

  private gather(): void {
    if (this.waiting.size === 0 || this.windows.size === 0) return;
    const nowMs = this.clock.monotonicMs();
    const sinceMs = this.gathering?.sinceMs ?? nowMs;
    const waitMs = Math.max(0, Math.min(gatherMs, sinceMs + longestMs - nowMs));
    this.gathering?.timer.dispose();
    this.gathering = { timer: this.clock.after(waitMs, () => this.flush()), sinceMs };
  }

  private flush(): void {
    this.gathering = null;
    const window = this.choose();
    if (window === null) return;
    const alerts = [...this.waiting.values()].filter((alert) => this.stillOpen(alert));
    this.waiting.clear();
    if (alerts.length > 0) window.toast(toastOf(alerts.sort(worstAndOldestFirst)));
  }

  /** Among several that say to be focused, the one that said it last; with no word of any, the newest. */
  private choose(): ToastWindow | null {
    let best: { window: ToastWindow; seat: Seat } | null = null;
    for (const [window, seat] of this.windows) {
      if (best === null || !isBefore(seat, best.seat)) best = { window, seat };
    }
    return best?.window ?? null;
  }
}

function isBefore(one: Seat, other: Seat): boolean {
  if (one.isFocused !== other.isFocused) return other.isFocused;
  return one.focusedMs < other.focusedMs;
}

function worstAndOldestFirst(one: Alert, other: Alert): number {
  const rank = ({ level }: Alert): number => healthStates.indexOf(level);
  return rank(other) - rank(one) || compareIds(one.id, other.id);
}

function toastOf(alerts: readonly Alert[]): Toast {
  const counts = Object.fromEntries(alertWords.map((word) => [word, 0])) as Record<
    AlertWord,
    number
  >;
  for (const alert of alerts) counts[alertWord(alert)] += 1;
  return {
    counts,
    alerts: alerts.slice(0, named),
    alert_ids: alerts.slice(0, limits.pageItems).map(({ id }) => id),
  };
}
