import type { Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import { healthStates, type AgentRecord, type Health, type Verdict } from '../../shared/model.ts';
import { dashboardLink, lineOf, pageLines } from './agentDocument.ts';

interface Bounds {
  readonly healthy: number;
  readonly degraded: number;
}

/** From where on which signal is how bad, for this agent. */
export interface HealthLimits {
  readonly risk: Bounds;
  readonly coherence: Bounds;
  readonly void: Health;
}

/** What health is judged by, each at most one problem of an agent: Problems is never flooded. */
const signals = ['risk', 'coherence', 'void'] as const;
type Signal = (typeof signals)[number];

/**
 * What is wrong with an agent: one diagnostic for each signal that is not well, at the line that
 * shows its value. None while it is paused, archived or deleted: somebody knows already.
 */
export function diagnosticsOf(record: AgentRecord, limits: HealthLimits): Diagnostic[] {
  const { verdict, lifecycle } = record;
  if (verdict === null || verdict.health === 'healthy' || lifecycle !== 'active') return [];
  const lines = pageLines(record);
  const causes = causesOf(verdict.health_message);
  return signals.flatMap((signal) => {
    const health = lesser(healthBy(signal, verdict, limits), verdict.health);
    if (health === 'healthy') return [];
    const cause = causes.find((said) => isAbout(said, signal)) ?? signal;
    return [diagnosticAt(record.agent_id, lines, { signal, health, cause })];
  });
}

interface Finding {
  readonly signal: Signal;
  readonly health: Exclude<Health, 'healthy'>;
  readonly cause: string;
}

function diagnosticAt(agentId: string, lines: readonly string[], finding: Finding): Diagnostic {
  const { signal, health, cause } = finding;
  const line = lineOf(lines, signal);
  return {
    range: { start: { line, character: 0 }, end: { line, character: lines[line]?.length ?? 0 } },
    severity: severities[health],
    code: signal,
    codeDescription: { href: dashboardLink(agentId) },
    source: 'watchstander',
    message: `${agentId} is ${health}: ${cause}`,
  };
}

/** `Warning` and `Error` of LSP, as numbers: the package is only loaded for windows. */
const severities: Readonly<Record<Exclude<Health, 'healthy'>, DiagnosticSeverity>> = {
  degraded: 2,
  critical: 1,
};

function healthBy(signal: Signal, { reasons, void_active }: Verdict, limits: HealthLimits): Health {
  if (signal === 'void') return void_active ? limits.void : 'healthy';
  const judged = reasons.find(({ name, share }) => name === signal && share === 0);
  if (judged === undefined) return 'healthy';
  const { healthy, degraded } = limits[signal];
  const isUp = signal === 'coherence';
  // Coherence is better the higher it is, risk the lower: the bound itself is well, and is not.
  if (isUp ? judged.value >= healthy : judged.value < healthy) return 'healthy';
  return (isUp ? judged.value >= degraded : judged.value < degraded) ? 'degraded' : 'critical';
}

/** The reference profile lets risk speak alone: a signal is never worse than the agent. */
function lesser(one: Health, other: Health): Health {
  return healthStates.indexOf(one) < healthStates.indexOf(other) ? one : other;
}

/** "Critical: risk 0.36 reached 0.30 (drift 0.35 of 0.42); coherence 0.4 is under 0.6." */
function causesOf(message: string): string[] {
  return message
    .replace(/^\w+: /, '')
    .replace(/\.$/, '')
    .split('; ');
}

function isAbout(cause: string, signal: Signal): boolean {
  return cause.startsWith(signal === 'void' ? 'in the void' : `${signal} `);
}
