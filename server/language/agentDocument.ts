import type { Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { AgentRecord, Health, Reason } from '../../shared/model.ts';

/**
 * The page of one agent, and what is wrong with it, line by line. Both come from one rendering, so
 * a diagnostic always points at the line that shows its value.
 */
export interface AgentDocument {
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

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

export function renderAgent(record: AgentRecord): AgentDocument {
  const lines = [...headLines(record), '', ...metricLines(record), '', ...eventLines(record)];
  return { text: `${lines.join('\n')}\n`, diagnostics: diagnose(record, lines) };
}

/** As `renderAgent` says, without a rendering where there is nothing to say. */
export function diagnosticsOf(record: AgentRecord): readonly Diagnostic[] {
  return isUnwell(record) ? renderAgent(record).diagnostics : [];
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
  return `${lifecycle} since ${paused.at} by ${paused.by === 'person' ? 'a person' : 'an agent'}${reason}`;
}

function metricLines({ state, verdict }: AgentRecord): string[] {
  const reasons = verdict?.reasons ?? [];
  return [
    `Metrics       now     judged  threshold`,
    metricLine('risk', verdict?.risk_score ?? 0, reasons),
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
    return `  ${timestamp}  ${event} by ${by === 'person' ? 'a person' : 'an agent'}${why}`;
  });
  return ['Events', ...lines];
}

function shown(value: number): string {
  return value.toFixed(3);
}

type Unwell = AgentRecord & {
  readonly verdict: { readonly health: Exclude<Health, 'healthy'> };
};

function isUnwell(record: AgentRecord): record is Unwell {
  const { verdict, lifecycle } = record;
  return verdict !== null && verdict.health !== 'healthy' && lifecycle === 'active';
}

/** One diagnostic for an agent that is not well; none while it is paused, archived or deleted. */
function diagnose(record: AgentRecord, lines: readonly string[]): Diagnostic[] {
  if (!isUnwell(record)) return [];
  const { verdict } = record;
  const code = verdict.reasons[0]?.name ?? 'risk';
  const line = Math.max(1, lineOf(lines, code));
  return [
    {
      range: { start: { line, character: 0 }, end: { line, character: lines[line]?.length ?? 0 } },
      severity: severities[verdict.health],
      code,
      source: 'watchstander',
      message: `${record.agent_id}: ${verdict.health_message}`,
    },
  ];
}

/** `Warning` and `Error` of LSP, as numbers: the package is only loaded for windows. */
const severities: Record<Exclude<Health, 'healthy'>, DiagnosticSeverity> = {
  degraded: 2,
  critical: 1,
};

/** The first line that is about this metric; line 1 (health) where none is. */
function lineOf(lines: readonly string[], name: string): number {
  return lines.findIndex((line) => line.startsWith(`  ${name} `));
}
