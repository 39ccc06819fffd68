import { timestampMs } from '../../../shared/clock.ts';
import { showFigure } from '../../../shared/figure.ts';
import { withoutHeading } from '../../../shared/heading.ts';
import type { AgentRow, Governed, Health, Trend } from '../../../shared/model.ts';
import { standings, type Standing } from '../../../shared/standing.ts';
import { inert } from '../../../shared/text.ts';
import { inertRow, inertTooltip } from '../screen/inertRow.ts';
import { describeAge, type IconName, type Scene, type Translate } from '../screen/scene.ts';
import { harnessNames } from './harnesses.ts';

/** In the order of the tree. */
export const groups = standings;
export type Group = Standing;
export type GroupCounts = Readonly<Record<Group, number>>;

export interface AgentView {
  /** The agent id, verbatim. */
  readonly label: string;
  readonly description: string;
  readonly icon: IconName;
  readonly accessibleLabel: string;
}

/** Health is of agents that are at work; the others are where their lifecycle has put them. */
export function groupOf(row: AgentRow): Group {
  switch (row.lifecycle_status) {
    case 'paused':
      return 'paused';
    case 'archived':
    case 'deleted':
      return 'archived';
    case 'active':
      return row.liveness === 'ended' ? 'ended' : row.health_status;
  }
}

export function countGroups(rows: Iterable<AgentRow>): GroupCounts {
  const counts = Object.fromEntries(groups.map((group) => [group, 0])) as Record<Group, number>;
  for (const row of rows) counts[groupOf(row)] += 1;
  return counts;
}

/** The worst health of the agents at work; null when none is, or nothing is known of them. */
export function worstHealth(counts: GroupCounts): Health | null {
  const worstFirst = ['critical', 'degraded', 'healthy'] as const;
  return worstFirst.find((health) => counts[health] > 0) ?? null;
}

export function groupTitle(group: Group, t: Translate): string {
  switch (group) {
    case 'critical':
      return t('Critical');
    case 'degraded':
      return t('Degraded');
    case 'healthy':
      return t('Healthy');
    case 'unknown':
      return t('Not Yet Assessed');
    case 'paused':
      return t('Paused');
    case 'ended':
      return t('Ended');
    case 'archived':
      return t('Archived');
  }
}

export function groupIcon(group: Group): IconName {
  return icons[group];
}

/** @param below the agents that work for this one. */
export function presentAgent(
  row: AgentRow,
  scene: Scene,
  below: readonly AgentRow[] = [],
): AgentView {
  const { t } = scene;
  const group = groupOf(row);
  const age = describeAge(scene.nowMs - timestampMs(row.paused?.at ?? row.last_update), t);
  const reason = inert(reasonInShort(row, t));
  const stale = isStale(scene) ? t('last known') : '';
  // The age comes first, because it is short: in a narrow side bar the end is cut off.
  const before = [stale, livenessWord(row, t), age, belowInShort(below, t)].filter(isSaid);
  const seen = [...before, `${trendArrow(row)} ${reason}`.trim()].filter(isSaid);
  const program = row.harness === null ? '' : harnessNames[row.harness];
  const heard = [...before, trendWord(row, t), reason, program].filter(isSaid);
  return inertRow({
    label: row.agent_id,
    description: seen.join(' · '),
    icon: isStale(scene) ? { ...icons[group], color: 'disabledForeground' } : icons[group],
    accessibleLabel: [inert(row.agent_id), groupTitle(group, t), ...heard].join(', '),
  });
}

/** A move that is none is not shown: most agents are steady most of the time. */
export function trendArrow({ trend, lifecycle_status }: AgentRow): string {
  if (trend === null || lifecycle_status !== 'active') return '';
  return trendArrows[trend];
}

export function trendWord({ trend, lifecycle_status }: AgentRow, t: Translate): string {
  if (trend === null || trend === 'steady' || lifecycle_status !== 'active') return '';
  return trend === 'rising' ? t('risk is rising') : t('risk is falling');
}

const trendArrows: Readonly<Record<Trend, string>> = { rising: '↗', steady: '', falling: '↘' };

/** Who works for it: the worst first, and nothing of those that have ended. */
function belowInShort(below: readonly AgentRow[], t: Translate): string {
  const at = below.map(groupOf);
  const worst = groups.find((group) => at.includes(group));
  if (worst === 'critical' || worst === 'degraded') {
    const count = at.filter((group) => group === worst).length;
    const word = groupTitle(worst, t).toLowerCase();
    return count === 1 ? t('1 subagent {0}', word) : t('{0} subagents {1}', count, word);
  }
  const count = at.filter((group) => group !== 'ended' && group !== 'archived').length;
  if (count === 0) return '';
  return count === 1 ? t('1 subagent') : t('{0} subagents', count);
}

export function countAgents(count: number, t: Translate): string {
  return count === 1 ? t('1 agent') : t('{0} agents', count);
}

/** The row's own group says the health, so the word is not repeated. */
export function reasonInShort(row: AgentRow, t: Translate): string {
  const group = groupOf(row);
  if (group === 'critical' || group === 'degraded') {
    return withoutHeading(row.health_message, [group]);
  }
  if (row.paused !== null) return row.paused.reason ?? actorOf(row.paused, t);
  if (group === 'healthy') return t('risk {0}', showFigure(row.metrics.risk_score));
  return group === 'unknown' ? row.health_message : '';
}

function actorOf({ by }: NonNullable<AgentRow['paused']>, t: Translate): string {
  if (by === 'policy') return t('by the policy');
  return by === 'person' ? t('by a person') : t('by an agent');
}

function lifecycleInWords(row: AgentRow, t: Translate): string {
  if (row.lifecycle_status === 'active') return '';
  const words = groupTitle(groupOf(row), t);
  if (row.paused === null) return words;
  const reason = row.paused.reason === null ? '' : `: ${inert(row.paused.reason)}`;
  return `${words} ${actorOf(row.paused, t)}${reason}`;
}

function livenessWord(row: AgentRow, t: Translate): string {
  if (row.lifecycle_status !== 'active') return '';
  if (row.liveness === 'silent') return t('silent');
  return row.liveness === 'waiting' ? t('waiting') : '';
}

/** Plain text of several lines. */
export function agentTooltip(row: AgentRow, { t, nowMs, freshness }: Scene): string {
  const { risk_score, coherence } = row.metrics;
  const age = describeAge(nowMs - timestampMs(row.last_update), t);
  return inertTooltip([
    inert(row.agent_id),
    freshness === 'stale' ? t('Last known; the sidecar is not connected.') : '',
    lifecycleInWords(row, t),
    inert(row.health_message),
    t('Risk {0}, coherence {1}', showFigure(risk_score), showFigure(coherence)),
    trendWord(row, t),
    t('Updates: {0}, the last one {1}', row.update_count, age),
    row.harness === null ? '' : harnessNames[row.harness],
    row.workspace === null ? '' : inert(row.workspace),
    groupOf(row) === 'archived' ? '' : governedSentence(row.governed, t),
    row.tags.length === 0 ? '' : t('Tags: {0}', inert(row.tags.join(', '))),
    inert(row.notes),
  ]);
}

function governedSentence(governed: Governed, t: Translate): string {
  switch (governed) {
    case 'enforced':
      return t('A pause is enforced: its next tool call is blocked.');
    case 'advisory':
      return t('A pause is advisory: its next report is refused.');
    case 'ungoverned':
      return t('Ungoverned: its tools run without Watchstander hearing of it.');
  }
}

function isStale({ freshness }: Scene): boolean {
  return freshness === 'stale';
}

function isSaid(text: string): boolean {
  return text !== '';
}

const icons: Readonly<Record<Group, IconName>> = {
  critical: { id: 'error', color: 'problemsErrorIcon.foreground' },
  degraded: { id: 'warning', color: 'problemsWarningIcon.foreground' },
  healthy: { id: 'pass', color: 'testing.iconPassed' },
  unknown: { id: 'circle-outline', color: null },
  paused: { id: 'debug-pause', color: null },
  ended: { id: 'circle-slash', color: 'disabledForeground' },
  archived: { id: 'archive', color: 'disabledForeground' },
};
