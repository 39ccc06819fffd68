import type { Actor, Health, Reason } from './model.ts';
import type { PageParams } from './protocol.ts';

/**
 * An alert is an incident: it has a start, a worst level, reasons and an end. There is not one for
 * each bad update.
 */
export interface Alert {
  /** `<epoch>-<number>`: unique for ever, and in the order of opening (`compareIds`). */
  readonly id: string;
  readonly agent_id: string;
  readonly kind: AlertKind;
  /** The worst so far. A silence or a death is `degraded`, a recovery `healthy`. */
  readonly level: Health;
  readonly opened: string;
  /** Absent while it is open. */
  readonly closed?: string;
  /** As they were when it reached its level, worst first. */
  readonly reasons: readonly Reason[];
  /** One sentence that says why. */
  readonly message: string;
  readonly acknowledged?: Acknowledgement;
  /** Somebody said that this was not a problem. */
  readonly false_alarm?: boolean;
  /** Of the agent: nobody is told of its alerts until then. */
  readonly snoozed_until?: string;
  /** Of the agent: nobody is told of its alerts at all. */
  readonly muted?: boolean;
  /** Only of a recovery: the alert that it ends. */
  readonly ends?: string;
}

/**
 * `health`: what its updates are judged as. `silence`: none came for too long.
 * `stall`: it should go on and does nothing. `death`: its process
 * is gone without a goodbye. `recovery`: one of these is over, because the agent is well again.
 */
export const alertKinds = ['health', 'silence', 'stall', 'death', 'recovery'] as const;
export type AlertKind = (typeof alertKinds)[number];

export interface Acknowledgement {
  readonly at: string;
  readonly by: Actor;
  readonly note: string | null;
}

/** What can be done about an alert; the last three concern its agent. */
export const alertActs = ['acknowledge', 'false_alarm', 'snooze', 'mute', 'unmute'] as const;
export type AlertAct = (typeof alertActs)[number];

export interface AlertsParams extends PageParams {
  readonly agent_id?: string | undefined;
  readonly open_only?: boolean | undefined;
}

/** Newest first. `false_alarms` counts by rule what people called no problem. */
export interface AlertPage {
  readonly revision: number;
  readonly alerts: readonly Alert[];
  readonly false_alarms: Readonly<Record<string, number>>;
  readonly next_cursor?: string | undefined;
}

export interface AcknowledgeParams {
  readonly alert_id: string;
  readonly act: AlertAct;
  readonly note?: string | undefined;
  /** ISO 8601; end of a snooze. Absent: as long as the policy says. In the past: no more snooze. */
  readonly until?: string | undefined;
}

export interface AcknowledgeResult {
  readonly alert: Alert;
}

/** What is different since the last one; as with `FleetChange` a gap asks for a listing. */
export interface AlertChange {
  readonly previous: number;
  readonly revision: number;
  readonly alerts: readonly Alert[];
  /** Ids of alerts that are forgotten. */
  readonly removed: readonly string[];
}

/** What one window tells its person; the others do not hear of it. */
export interface Toast {
  /** How many agents are what. */
  readonly counts: Readonly<Record<AlertWord, number>>;
  /** The first few, worst first, one of each agent. */
  readonly alerts: readonly Alert[];
  /** Of all agents, as many as a page holds. */
  readonly alert_ids: readonly string[];
}

/** What an alert says of its agent, in one word. */
export const alertWords = [
  'critical',
  'degraded',
  'gone',
  'silent',
  'stalled',
  'recovered',
] as const;
export type AlertWord = (typeof alertWords)[number];

export function alertWord({ kind, level }: Pick<Alert, 'kind' | 'level'>): AlertWord {
  switch (kind) {
    case 'health':
      return level === 'critical' ? 'critical' : 'degraded';
    case 'silence':
      return 'silent';
    case 'stall':
      return 'stalled';
    case 'death':
      return 'gone';
    case 'recovery':
      return 'recovered';
  }
}

/** What a person should look at first: open, then worst, then what nobody attends to, then newest. */
export function compareAlerts(one: Alert, other: Alert): number {
  return (
    Number(one.closed !== undefined) - Number(other.closed !== undefined) ||
    (one.closed === undefined ? urgency(other) - urgency(one) : 0) ||
    compareIds(other.id, one.id)
  );
}

const urgencies: Readonly<Record<Health, number>> = { healthy: 0, degraded: 2, critical: 4 };

function urgency({ level, acknowledged, snoozed_until, muted }: Alert): number {
  const isQuiet = snoozed_until !== undefined || muted === true;
  return urgencies[level] + (acknowledged === undefined && !isQuiet ? 1 : 0);
}

/** In the order in which they were opened. */
export function compareIds(one: string, other: string): number {
  const [epoch, number] = partsOf(one);
  const [otherEpoch, otherNumber] = partsOf(other);
  return epoch - otherEpoch || number - otherNumber;
}

function partsOf(id: string): [epoch: number, number: number] {
  const [epoch, number] = id.split('-').map(Number);
  return [epoch ?? 0, number ?? 0];
}
