import type { Actor, Health, Reason } from './model.ts';

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
 * `health`: what its updates are judged as. `silence`: none came for too long. `death`: its process
 * is gone without a goodbye. `recovery`: one of these is over, because the agent is well again.
 */
export const alertKinds = ['health', 'silence', 'death', 'recovery'] as const;
export type AlertKind = (typeof alertKinds)[number];

export interface Acknowledgement {
  readonly at: string;
  readonly by: Actor;
  readonly note: string | null;
}

/** What can be done about an alert; the last three concern its agent. */
export const alertActs = ['acknowledge', 'false_alarm', 'snooze', 'mute', 'unmute'] as const;
export type AlertAct = (typeof alertActs)[number];

/** What a person should look at first: open before closed, then worst, then unattended, then newest. */
export function compareAlerts(one: Alert, other: Alert): number {
  return (
    Number(one.closed !== undefined) - Number(other.closed !== undefined) ||
    (one.closed === undefined ? urgency(other) - urgency(one) : 0) ||
    compareIds(other.id, one.id)
  );
}

const urgencies: Readonly<Record<Health, number>> = { healthy: 0, degraded: 2, critical: 4 };

function urgency({ level, acknowledged }: Alert): number {
  return urgencies[level] + (acknowledged === undefined ? 1 : 0);
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
