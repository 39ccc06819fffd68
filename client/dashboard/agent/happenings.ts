import type { AgentEvent, AlertSpan } from '../messages.ts';
import type { TimeView } from '../chart/view.ts';
import { isIn } from '../chart/lanes.ts';
import { fill, type Words } from '../words.ts';

/** One line of what happened to an agent, beside its check-ins. */
export interface Happening {
  readonly atMs: number;
  readonly what: string;
  readonly why: string;
  readonly level: 'critical' | 'degraded' | 'healthy' | null;
}

/** Alerts and acts of the lifecycle within a view, the newest first. */
export function happeningsIn(
  { events, alerts }: { events: readonly AgentEvent[]; alerts: readonly AlertSpan[] },
  view: TimeView,
  words: Words,
): Happening[] {
  const recoveries = alerts.filter(({ word }) => word === 'recovered');
  // A recovery says that its alert is over; once is enough.
  const recovered = new Set<number | null>(recoveries.map(({ openedMs }) => openedMs));
  const all = [
    ...alerts.flatMap((alert) =>
      ofAlert(alert, recovered.has(alert.closedMs) ? 'told' : 'untold', words),
    ),
    ...events.map((event) => ofEvent(event, words)),
  ];
  return all.filter(({ atMs }) => isIn(atMs, view)).sort((one, other) => other.atMs - one.atMs);
}

function ofAlert(
  { word, level, openedMs, closedMs, message }: AlertSpan,
  end: 'told' | 'untold',
  words: Words,
): Happening[] {
  const what = words[word];
  if (word === 'recovered') return [{ atMs: openedMs, what, why: message, level: 'healthy' }];
  const opened = { atMs: openedMs, what: fill(words.alertOpened, what), why: message, level };
  if (closedMs === null || end === 'told') return [opened];
  return [
    opened,
    { atMs: closedMs, what: fill(words.alertClosed, what), why: '', level: 'healthy' },
  ];
}

function ofEvent({ event, atMs, reason, by }: AgentEvent, words: Words): Happening {
  const who = { person: words.personDid, agent: words.agentDid, policy: words.policyDid }[by];
  return { atMs, what: `${event} ${who}`, why: reason ?? '', level: null };
}
