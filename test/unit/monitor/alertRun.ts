import { timestampOf } from '../../../shared/clock.ts';
import type { Health } from '../../../shared/model.ts';
import {
  stepAlerts,
  type AlertEvent,
  type AlertStep,
} from '../../../server/monitor/alerts/alerts.ts';
import {
  defaultAlertSettings,
  noAlerts,
  type AgentAlerts,
  type AlertSettings,
  type Incident,
} from '../../../server/monitor/alerts/alertState.ts';

export const minuteMs = 60_000;

/** One agent's alerts, fed by hand; remembers everything that came of it. */
export class AlertRun {
  state: AgentAlerts = noAlerts('a');
  readonly closed: Incident[] = [];
  /** `kind level` of each, in order. */
  readonly told: string[] = [];
  settings: AlertSettings;
  wallMs = Date.UTC(2026, 0, 1);
  private lastId = 0;

  constructor(settings: Partial<AlertSettings> = {}) {
    this.settings = { ...defaultAlertSettings, ...settings };
  }

  get open(): string[] {
    return this.state.open.map(({ kind, level }) => `${kind} ${level}`);
  }

  get opened(): number {
    return this.lastId;
  }

  take(event: AlertEvent): AlertStep {
    const step = stepAlerts(this.state, event, {
      wallMs: this.wallMs,
      at: timestampOf(this.wallMs),
      settings: this.settings,
      newId: () => `1-${(this.lastId += 1)}`,
    });
    this.state = step.state;
    this.closed.push(...step.closed);
    this.told.push(...step.told.map(({ kind, level }) => `${kind} ${level}`));
    return step;
  }

  /** Check-ins with these healths, `h`, `d` or `c` each. */
  judge(healths: string): this {
    for (const letter of healths) this.take({ kind: 'judged', verdict: verdictOf(letter) });
    return this;
  }

  wait(ms: number): this {
    this.wallMs += ms;
    return this;
  }
}

const healths: Readonly<Record<string, Health>> = { h: 'healthy', d: 'degraded', c: 'critical' };

export function verdictOf(letter: string): {
  health: Health;
  health_message: string;
  reasons: Incident['reasons'];
} {
  const health = healths[letter] ?? 'healthy';
  const reasons = [{ name: `because ${health}`, value: 0.5, share: 1, threshold: 0.3 }];
  return { health, health_message: `It is ${health}.`, reasons };
}
