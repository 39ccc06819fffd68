import { pausers } from '../../shared/errors.ts';
import type { AgentRecord, Reason } from '../../shared/model.ts';

/** The page of one agent. Everything said of it, problems and hovers, is about one of its lines. */

const pathPrefix = 'watchstander:/agents/';

export function documentUri(agentId: string): string {
  return `${pathPrefix}${encodeURIComponent(agentId)}`;
}

/** The agent that a document is about; null when the address is not one of ours. */
export function agentIdOf(uri: string): string | null {
  if (!uri.startsWith(pathPrefix)) return null;
  try {
    return decodeURIComponent(uri.slice(pathPrefix.length));
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** The dashboard, opened by a click on the code of a problem. */
export function dashboardLink(agentId: string): string {
  return `command:watchstander.openDashboard?${encodeURIComponent(argumentOf(agentId))}`;
}

/**
 * JSON of letters that no address treats as its own: a link is decoded once or twice, depending on
 * where it is shown.
 */
function argumentOf(agentId: string): string {
  const escaped = Array.from({ length: agentId.length }, (_, at) => {
    const unit = agentId.charAt(at);
    return /[\w./-]/.test(unit)
      ? unit
      : `\\u${agentId.charCodeAt(at).toString(16).padStart(4, '0')}`;
  });
  return `["${escaped.join('')}"]`;
}

export function renderAgent(record: AgentRecord): string {
  return `${pageLines(record).join('\n')}\n`;
}

export function pageLines(record: AgentRecord): readonly string[] {
  return [...headLines(record), '', ...metricLines(record), '', ...eventLines(record)];
}

/** The line about this metric. */
export function lineOf(lines: readonly string[], name: string): number {
  return lines.findIndex((line) => nameOn(line) === name);
}

/** What a line is about: a metric, or one of the headings; null for any other line. */
export function nameOn(line: string): string | null {
  return /^ {2}(\S+) /u.exec(line)?.[1] ?? /^(Health|Decision|Lifecycle) /.exec(line)?.[1] ?? null;
}

function headLines(record: AgentRecord): string[] {
  const { verdict } = record;
  return [
    `Agent       ${record.agent_id}`,
    ...healthLines(verdict?.health_message ?? 'unknown: no check-in since the reset'),
    `Decision    ${verdict === null ? 'none' : `${verdict.decision.action}: ${verdict.decision.reason}`}`,
    `Lifecycle   ${lifecycleLine(record)}`,
    `Updates     ${record.state.updates} (version ${record.version}), last at ${record.last_update}`,
    ...(record.tags.length > 0 ? [`Tags        ${record.tags.join(', ')}`] : []),
  ];
}

/** One cause a line. */
function healthLines(message: string): string[] {
  return message.split('; ').map((cause, at) => (at === 0 ? 'Health' : '').padEnd(12) + cause);
}

function lifecycleLine({ lifecycle, paused }: AgentRecord): string {
  if (paused === null) return lifecycle;
  const reason = paused.reason === null ? '' : `: ${paused.reason}`;
  return `${lifecycle} since ${paused.at} by ${pausers[paused.by]}${reason}`;
}

function metricLines({ state, verdict }: AgentRecord): string[] {
  const reasons = verdict?.reasons ?? [];
  return [
    `Metrics       now     judged  threshold`,
    metricLine('risk', riskNow(reasons), reasons),
    metricLine('coherence', state.coherence, reasons),
    metricLine('void', state.V, reasons),
    '',
    'State',
    `  E   energy                 ${shown(state.E)}`,
    `  I   information integrity  ${shown(state.I)}`,
    `  S   entropy                ${shown(state.S)}`,
    `  λ₁  exploration budget     ${shown(state.lambda1)}`,
    ...partLines(reasons),
  ];
}

/** Of the newest update alone: the sum of its parts. */
export function riskNow(reasons: readonly Reason[]): number {
  const parts = reasons.filter(({ share }) => share > 0);
  return Math.min(
    1,
    parts.reduce((sum, { value }) => sum + value, 0),
  );
}

/** What is judged differs from the newest value: it is smoothed, or its size alone counts. */
function metricLine(name: string, now: number, reasons: readonly Reason[]): string {
  const judged = reasons.find((reason) => reason.name === name);
  const columns = [now, judged?.value ?? now].map((value) => shown(value).padStart(6));
  const threshold = judged?.threshold ?? null;
  return `  ${name.padEnd(10)}  ${columns.join('  ')}  ${threshold === null ? '' : shown(threshold)}`.trimEnd();
}

/** The parts that this update's risk is the sum of, largest first. */
function partLines(reasons: readonly Reason[]): string[] {
  const parts = reasons.filter(({ share }) => share > 0);
  if (parts.length === 0) return [];
  const lines = parts.map(({ name, value, share }) => {
    return `  ${name.padEnd(18)}  ${shown(value)}  ${Math.round(share * 100)} %`;
  });
  return ['', 'Parts of the last risk', ...lines];
}

function eventLines({ events }: AgentRecord): string[] {
  const lines = events.map(({ event, timestamp, reason, by }) => {
    const why = reason === null ? '' : `: ${reason}`;
    return `  ${timestamp}  ${event} by ${pausers[by]}${why}`;
  });
  return ['Events', ...lines];
}

function shown(value: number): string {
  return value.toFixed(3);
}
