import {
  alertWord,
  compareAlerts,
  type AcknowledgeParams,
  type Alert,
  type AlertAct,
} from '../../../shared/alerts.ts';
import { timestampMs, timestampOf } from '../../../shared/clock.ts';
import { readAlerts } from '../../connection/pages.ts';
import {
  done,
  jsonOption,
  optionFlag,
  optionText,
  UsageError,
  type Call,
  type Command,
} from '../command.ts';
import type { View } from './fleetCommands.ts';
import { formatAge } from '../output/figures.ts';
import { json } from '../output/json.ts';
import { healthTone } from '../output/paint.ts';
import { formatTable, type Column } from '../output/table.ts';

const alertsCommand: Command = {
  usage: 'alerts [--all] [--json]',
  summary: 'open alerts; with --all the closed ones too',
  options: { ...jsonOption, all: { type: 'boolean', default: false } },
  async run(call, around) {
    const isAll = optionFlag(call, 'all');
    const found = await readAlerts(around.connect('ifNeeded'), { open_only: !isAll });
    const view = { nowMs: around.clock.wallMs(), paint: around.paint };
    around.print(
      optionFlag(call, 'json')
        ? json({ success: true, ...found })
        : describeAlerts(found.alerts, view),
    );
    return done;
  },
};

const acknowledgeCommand: Command = {
  usage:
    'acknowledge <id> [--note text] [--false-alarm] [--snooze 1h] [--mute] [--unmute] [--json]',
  summary: 'say that an alert is seen to, or was no problem; quieten its agent',
  options: {
    ...jsonOption,
    note: { type: 'string' },
    snooze: { type: 'string' },
    'false-alarm': { type: 'boolean', default: false },
    mute: { type: 'boolean', default: false },
    unmute: { type: 'boolean', default: false },
  },
  async run(call, around) {
    const params = readOrder(call, around.clock.wallMs());
    const { alert } = await around.connect('ifNeeded').request('watchstander/acknowledge', params);
    around.print(
      optionFlag(call, 'json')
        ? json({ success: true, alert })
        : `${alert.id} about ${JSON.stringify(alert.agent_id)}: ${describeState(alert)}\n`,
    );
    return done;
  },
};

export const alertCommands: readonly Command[] = [alertsCommand, acknowledgeCommand];

function readOrder(call: Call, nowMs: number): AcknowledgeParams {
  const note = optionText(call, 'note');
  const snooze = optionText(call, 'snooze');
  return {
    alert_id: call.positionals[0] ?? '',
    act: readAct(call),
    ...(note === undefined ? {} : { note }),
    ...(snooze === undefined ? {} : { until: timestampOf(nowMs + readSpanMs(snooze)) }),
  };
}

function readAct(call: Call): AlertAct {
  const chosen: AlertAct[] = [
    ...(optionFlag(call, 'false-alarm') ? (['false_alarm'] as const) : []),
    ...(optionFlag(call, 'mute') ? (['mute'] as const) : []),
    ...(optionFlag(call, 'unmute') ? (['unmute'] as const) : []),
    ...(optionText(call, 'snooze') === undefined ? [] : (['snooze'] as const)),
  ];
  const [act = 'acknowledge', another] = chosen;
  if (another !== undefined) throw new UsageError('Only one thing can be done at a time.');
  return act;
}

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `0s` ends a snooze. */
function readSpanMs(text: string): number {
  const [, amount, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (amount !== undefined) return Number(amount) * unitMs[unit as keyof typeof unitMs];
  throw new UsageError(`--snooze must be a time such as 30m or 2h, not ${JSON.stringify(text)}.`);
}

export function describeAlerts(alerts: readonly Alert[], view: View): string {
  if (alerts.length === 0) return 'No alerts.\n';
  return formatTable(alertColumns(view.nowMs), [...alerts].sort(compareAlerts), view.paint);
}

function alertColumns(nowMs: number): readonly Column<Alert>[] {
  return [
    { title: 'ALERT', of: ({ id }) => id },
    { title: 'AGENT', of: ({ agent_id }) => agent_id },
    { title: 'WHAT', of: alertWord, tone: ({ level }) => healthTone(level) },
    { title: 'AGE', align: 'right', of: ({ opened }) => formatAge(nowMs - timestampMs(opened)) },
    { title: 'STATE', of: describeState },
    { title: 'WHY', of: ({ message }) => message },
  ];
}

function describeState(alert: Alert): string {
  const { acknowledged, false_alarm, snoozed_until, muted, closed } = alert;
  return [
    closed === undefined ? 'open' : 'closed',
    ...(acknowledged === undefined ? [] : [`acknowledged by ${acknowledged.by}`]),
    ...(false_alarm === true ? ['not a problem'] : []),
    ...(snoozed_until === undefined || closed !== undefined
      ? []
      : [`snoozed until ${snoozed_until}`]),
    ...(muted === true ? ['muted'] : []),
  ].join(', ');
}
