import type { AgentRow } from '../../../shared/model.ts';
import { needsAttention } from '../../../shared/standing.ts';
import { inert } from '../../../shared/text.ts';
import type { Translate } from '../screen/scene.ts';
import { groupOf, groups, groupTitle } from './presentAgent.ts';

/** Who wants somebody to look at them, the worst first. */
export function unwellAgents(rows: Iterable<AgentRow>): AgentRow[] {
  return [...rows]
    .filter((row) => needsAttention({ standing: groupOf(row), paused: row.paused }))
    .sort(worstFirst);
}

/** Nobody but a person can do anything about these; a degraded one may recover by itself. */
export function needsPerson(row: AgentRow): boolean {
  return groupOf(row) === 'critical' || row.paused?.by === 'policy';
}

/** For a badge; undefined while nobody is needed. */
export function presentBadge(
  unwell: readonly AgentRow[],
  t: Translate,
): { readonly value: number; readonly tooltip: string } | undefined {
  const needing = unwell.filter(needsPerson);
  if (needing.length === 0) return undefined;
  const named = needing.slice(0, mostNamed).map((row) => {
    return `${inert(row.agent_id)} (${groupTitle(groupOf(row), t).toLowerCase()})`;
  });
  const others = needing.length - named.length;
  const rest = others === 0 ? [] : [t('{0} more', others)];
  const names = [...named, ...rest].join(', ');
  const words =
    needing.length === 1
      ? t('1 agent needs a person: {0}', names)
      : t('{0} agents need a person: {1}', needing.length, names);
  return { value: needing.length, tooltip: words };
}

const mostNamed = 5;

function worstFirst(one: AgentRow, other: AgentRow): number {
  return (
    groups.indexOf(groupOf(one)) - groups.indexOf(groupOf(other)) ||
    other.metrics.risk_score - one.metrics.risk_score ||
    one.agent_id.localeCompare(other.agent_id)
  );
}
