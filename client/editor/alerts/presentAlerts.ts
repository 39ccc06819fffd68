import {
  alertWord,
  alertWords,
  type Alert,
  type AlertWord,
  type Toast,
} from '../../../shared/alerts.ts';
import { timestampMs } from '../../../shared/clock.ts';
import { withoutHeading } from '../../../shared/heading.ts';
import { inert } from '../../../shared/text.ts';
import { inertRow, inertTooltip, type ViewRow } from '../screen/inertRow.ts';
import { describeAge, type IconName, type Scene, type Translate } from '../screen/scene.ts';

/** Its context is `alert.open` or `alert.closed`, then what is true of it. */
export function presentAlert(alert: Alert, scene: Scene): ViewRow {
  const { t, freshness } = scene;
  const word = wordOf(alertWord(alert), t);
  const isFaint = freshness === 'stale' || alert.closed !== undefined;
  const icon = icons[alertWord(alert)];
  const said = [word, ageOf(alert, scene), ...marksOf(alert, t), causeOf(alert)].filter(isSaid);
  const described = freshness === 'stale' ? [t('last known'), ...said] : said;
  return inertRow({
    label: alert.agent_id,
    description: described.join(' · '),
    icon: isFaint ? { ...icon, color: 'disabledForeground' } : icon,
    tooltip: inertTooltip(tooltipLines(alert, scene)),
    accessibleLabel: [inert(alert.agent_id), ...described].join(', '),
    context: contextOf(alert),
  });
}

export function wordOf(word: AlertWord, t: Translate): string {
  switch (word) {
    case 'critical':
      return t('critical');
    case 'degraded':
      return t('degraded');
    case 'silent':
      return t('silent');
    case 'stalled':
      return t('stalled');
    case 'gone':
      return t('gone');
    case 'recovered':
      return t('recovered');
  }
}

function ageOf({ opened, closed, kind }: Alert, { t, nowMs }: Scene): string {
  const age = describeAge(nowMs - timestampMs(closed ?? opened), t);
  return closed === undefined || kind === 'recovery' ? age : t('closed {0}', age);
}

function marksOf(alert: Alert, t: Translate): string[] {
  const isOpen = alert.closed === undefined;
  return [
    alert.false_alarm === true ? t('not a problem') : '',
    isOpen && alert.acknowledged !== undefined && alert.false_alarm !== true
      ? t('acknowledged')
      : '',
    isOpen && alert.snoozed_until !== undefined ? t('snoozed') : '',
    isOpen && alert.muted === true ? t('muted') : '',
  ];
}

/**
 * The row has a word already; that of the message may be another, where one critical check-in was the
 * last of those that made it degraded.
 */
function causeOf({ message }: Alert): string {
  return inert(withoutHeading(message, alertWords));
}

function tooltipLines(alert: Alert, { t, nowMs, freshness }: Scene): string[] {
  const { acknowledged, closed } = alert;
  const age = (at: string): string => describeAge(nowMs - timestampMs(at), t);
  return [
    alert.agent_id,
    freshness === 'stale' ? t('Last known; the sidecar is not connected.') : '',
    alert.message,
    t('Opened {0}', age(alert.opened)),
    closed === undefined ? '' : t('Closed {0}', age(closed)),
    acknowledged === undefined ? '' : acknowledgedLine(acknowledged, age(acknowledged.at), t),
    acknowledged?.note ?? '',
    alert.false_alarm === true ? t('Counted as a false alarm.') : '',
    alert.muted === true ? t('Nobody is told of the alerts of this agent.') : '',
    alert.snoozed_until === undefined
      ? ''
      : t('Snoozed for {0} min', minutesUntil(alert.snoozed_until, nowMs)),
  ];
}

function acknowledgedLine(
  { by }: NonNullable<Alert['acknowledged']>,
  age: string,
  t: Translate,
): string {
  return by === 'person'
    ? t('Acknowledged by a person, {0}', age)
    : t('Acknowledged by an agent, {0}', age);
}

function minutesUntil(at: string, nowMs: number): number {
  return Math.max(1, Math.ceil((timestampMs(at) - nowMs) / 60_000));
}

function contextOf(alert: Alert): string {
  return [
    alert.closed === undefined ? 'alert.open' : 'alert.closed',
    alert.acknowledged === undefined ? 'unattended' : 'acknowledged',
    alert.false_alarm === true ? 'dismissed' : 'standing',
    alert.snoozed_until === undefined ? 'awake' : 'snoozed',
    alert.muted === true ? 'muted' : 'heard',
  ].join('.');
}

export interface ToastView {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** Set when the toast is about one agent alone. */
  readonly alert: Alert | null;
}

/** Null for a toast about nobody. */
export function presentToast(toast: Toast, t: Translate): ToastView | null {
  const [first] = toast.alerts;
  if (first === undefined) return null;
  const severity = toast.counts.critical > 0 ? 'error' : 'warning';
  const total = sumOf(Object.values(toast.counts));
  if (total > 1) return { severity, message: describeMany(toast, total, t), alert: null };
  const word = wordOf(alertWord(first), t);
  const message = t('{0} is {1}: {2}', inert(first.agent_id), word, causeOf(first));
  return { severity, message, alert: first };
}

function describeMany({ counts, alerts }: Toast, total: number, t: Translate): string {
  const ids = alerts.map(({ agent_id }) => inert(agent_id)).join(', ');
  const more = total - alerts.length;
  const names = more > 0 ? t('{0} and {1} more', ids, more) : ids;
  const present = worstFirst.filter((word) => counts[word] > 0);
  const [only, another] = present;
  if (only !== undefined && another === undefined) {
    return t('{0} agents are {1}: {2}', total, wordOf(only, t), names);
  }
  const parts = present.map((word) => t('{0} {1}', counts[word], wordOf(word, t)));
  return t('{0} agents need attention ({1}): {2}', total, parts.join(', '), names);
}

const worstFirst = ['critical', 'degraded', 'gone', 'stalled', 'silent'] as const;

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function isSaid(text: string): boolean {
  return text !== '';
}

const icons: Readonly<Record<AlertWord, IconName>> = {
  critical: { id: 'error', color: 'list.errorForeground' },
  degraded: { id: 'warning', color: 'list.warningForeground' },
  silent: { id: 'watch', color: 'list.warningForeground' },
  stalled: { id: 'watch', color: 'list.warningForeground' },
  gone: { id: 'debug-disconnect', color: 'list.warningForeground' },
  recovered: { id: 'pass', color: 'testing.iconPassed' },
};
