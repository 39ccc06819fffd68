import type { Alert, AlertKind } from '../../../shared/alerts.ts';
import type { Health } from '../../../shared/model.ts';
import { alertTriggers, type AlertTrigger } from '../../../shared/policy/policy.ts';

/** An alert without what is true of its agent as a whole. */
export type Incident = Omit<Alert, 'snoozed_until' | 'muted'>;

/** Everything that is remembered of one agent's alerts but the closed ones. Plain JSON; never mutated. */
export interface AgentAlerts {
  readonly agent_id: string;
  /** At most one of each kind. */
  readonly open: readonly Incident[];
  /** Updates in a row that were not healthy; counted up to what opens an incident. */
  readonly bad_in_a_row: number;
  /** Of these the critical ones. */
  readonly critical_in_a_row: number;
  /** Counted while an incident is open. */
  readonly healthy_in_a_row: number;
  /** When somebody was last told, by `toldKey`; wall milliseconds. Only within the cooldown. */
  readonly told: Readonly<Record<string, number>>;
  /** ISO 8601 */
  readonly snoozed_until: string | null;
  readonly muted: boolean;
  /** Its session ended in order: that nothing comes any more is no silence. */
  readonly left: boolean;
}

/** What a policy says about the alerts of one agent. Durations in milliseconds. */
export interface AlertSettings {
  /** What opens an alert at all. */
  readonly kinds: readonly AlertTrigger[];
  /** Updates in a row. */
  readonly critical_after: number;
  readonly degraded_after: number;
  readonly closes_after: number;
  /** Nobody is told twice within it of the same kind and level. */
  readonly cooldown_ms: number;
  readonly snooze_ms: number;
  readonly silent_after_ms: number;
  /** Its alerts are listed, and nobody is told. */
  readonly muted: boolean;
}

/** Source: the specification, "Alerts". */
export const defaultAlertSettings: AlertSettings = {
  kinds: alertTriggers,
  critical_after: 1,
  degraded_after: 3,
  closes_after: 5,
  cooldown_ms: 600_000,
  snooze_ms: 3_600_000,
  silent_after_ms: 600_000,
  muted: false,
};

export function noAlerts(agent_id: string): AgentAlerts {
  return {
    agent_id,
    open: [],
    bad_in_a_row: 0,
    critical_in_a_row: 0,
    healthy_in_a_row: 0,
    told: {},
    snoozed_until: null,
    muted: false,
    left: false,
  };
}

/** Nothing is remembered: as if there had never been anything. */
export function isBlank(state: AgentAlerts): boolean {
  return JSON.stringify(state) === JSON.stringify(noAlerts(state.agent_id));
}

export function openOf(state: AgentAlerts, kind: AlertKind): Incident | undefined {
  return state.open.find((incident) => incident.kind === kind);
}

/** Cooldown is per kind and level: that a silent agent died is news. */
export function toldKey({ kind, level }: { kind: AlertKind; level: Health }): string {
  return `${kind}.${level}`;
}

/** As people and programs see it. */
export function alertOf(incident: Incident, state: AgentAlerts | undefined): Alert {
  const until = state?.snoozed_until ?? null;
  return {
    ...incident,
    ...(until === null ? {} : { snoozed_until: until }),
    ...(state?.muted === true ? { muted: true } : {}),
  };
}
