import { timestampMs, timestampOf } from '../../../shared/clock.ts';
import type { Acknowledgement, AlertAct } from '../../../shared/alerts.ts';
import type { AgentAlerts, AlertSettings, Incident } from './alertState.ts';

/** What somebody wants done about an alert. */
export interface AlertOrder {
  readonly act: AlertAct;
  readonly how: Acknowledgement;
  /** Wall milliseconds; only for a snooze. */
  readonly untilMs?: number | undefined;
}

export interface ActStep {
  readonly state: AgentAlerts;
  readonly incident: Incident;
  /** The rule that gave a false alarm, counted once an alert. */
  readonly falseAlarm: string | null;
}

/** Carries out an order about an open or a closed incident. Pure; the same order again changes nothing. */
export function actOn(
  state: AgentAlerts,
  incident: Incident,
  order: AlertOrder,
  settings: AlertSettings,
): ActStep {
  switch (order.act) {
    case 'acknowledge':
      return attend(state, incident, order.how);
    case 'false_alarm':
      return dismiss(state, incident, order.how);
    case 'snooze':
      return keep(state, incident, { snoozed_until: snoozeEnd(order, settings) });
    case 'mute':
      return keep(state, incident, { muted: true });
    case 'unmute':
      return keep(state, incident, { muted: false });
  }
}

/** The worst reason, which is what opened it. */
export function ruleOf({ kind, reasons }: Incident): string {
  return reasons[0]?.name ?? kind;
}

function keep(
  state: AgentAlerts,
  incident: Incident,
  fields: Partial<Pick<AgentAlerts, 'snoozed_until' | 'muted'>>,
): ActStep {
  return { state: { ...state, ...fields }, incident, falseAlarm: null };
}

/** Nothing more comes of a death once somebody knows of it, so it ends here. */
function attend(state: AgentAlerts, incident: Incident, how: Acknowledgement): ActStep {
  const isOpen = state.open.some(({ id }) => id === incident.id);
  const hasClosed = isOpen && incident.kind === 'death';
  const { acknowledged } = incident;
  const attended: Incident = {
    ...incident,
    acknowledged: how.note === null && acknowledged !== undefined ? acknowledged : how,
    ...(hasClosed ? { closed: how.at } : {}),
  };
  const open = state.open.flatMap((each) => {
    if (each.id !== incident.id) return [each];
    return hasClosed ? [] : [attended];
  });
  return { state: { ...state, open }, incident: attended, falseAlarm: null };
}

function dismiss(state: AgentAlerts, incident: Incident, how: Acknowledgement): ActStep {
  const marked: Incident = { ...incident, false_alarm: true };
  const step = attend(state, marked, how);
  return { ...step, falseAlarm: incident.false_alarm === true ? null : ruleOf(incident) };
}

/** Null where it is over already: that is how a snooze is ended. */
function snoozeEnd({ how, untilMs }: AlertOrder, settings: AlertSettings): string | null {
  const nowMs = timestampMs(how.at);
  const endMs = untilMs ?? nowMs + settings.snooze_ms;
  return endMs > nowMs ? timestampOf(endMs) : null;
}
