import { MarkupKind, type Hover } from 'vscode-languageserver';
import type { AgentRecord, Profile } from '../../shared/model.ts';
import type { HealthLimits } from './agentDiagnostics.ts';
import { nameOn, pageLines, riskNow } from './agentDocument.ts';
import { meaningOf } from './metricMeanings.ts';

/** By what an agent is judged. */
export interface Judging {
  readonly profile: Profile;
  readonly health: HealthLimits;
}

/**
 * What the metric on a line means, how it comes about and what it is now. Nothing that an agent
 * wrote is in it: numbers, and words of ours.
 */
export function hoverAgent(record: AgentRecord, line: number, judging: Judging): Hover | null {
  const text = pageLines(record)[line] ?? '';
  const name = nameOn(text);
  const meaning = name === null ? null : meaningOf(name, judging.profile);
  if (name === null || meaning === null) return null;
  const parts = [
    `**${meaning.title}**`,
    meaning.text,
    ...(meaning.formula === null ? [] : [`\`${meaning.formula}\``]),
    ...nowOf(record, name, judging.health),
  ];
  const range = { start: { line, character: 0 }, end: { line, character: text.length } };
  return { contents: { kind: MarkupKind.Markdown, value: parts.join('\n\n') }, range };
}

function nowOf(record: AgentRecord, name: string, limits: HealthLimits): string[] {
  const { state, verdict } = record;
  const reason = verdict?.reasons.find((each) => each.name === name);
  const judged = reason === undefined ? '' : `, judged ${figure(reason.value)}`;
  switch (name) {
    case 'risk': {
      const { healthy, degraded } = limits.risk;
      const bands = `Healthy under ${limit(healthy)}, degraded under ${limit(degraded)}, else critical`;
      const now = figure(riskNow(verdict?.reasons ?? []));
      return [`Now ${now}${judged}. ${bands} (policy: \`health.risk\`).`];
    }
    case 'coherence': {
      const { healthy, degraded } = limits.coherence;
      const bands = `Healthy from ${limit(healthy)}, degraded from ${limit(degraded)}, else critical`;
      return [`Now ${figure(state.coherence)}${judged}. ${bands} (policy: \`health.coherence\`).`];
    }
    case 'void': {
      const threshold = figure(verdict?.void_threshold ?? 0);
      return [`Now ${figure(state.V)}; threshold ${threshold} (policy: \`health.void\`).`];
    }
    case 'E':
    case 'I':
    case 'S':
      return [`Now ${figure(state[name])}.`];
    case 'λ₁':
      return [`Now ${figure(state.lambda1)}.`];
    default:
      return reason === undefined ? [] : [`Now ${figure(reason.value)}${shareOf(reason.share)}.`];
  }
}

function shareOf(share: number): string {
  return `, ${Math.round(share * 100)} % of the risk`;
}

/** As the sentences have it, and with more decimals where somebody chose so. */
function limit(value: number): string {
  const short = value.toFixed(2);
  return Number(short) === value ? short : String(value);
}

function figure(value: number): string {
  return value.toFixed(3);
}
