import { timestampMs } from '../../../shared/clock.ts';
import type { AgentRow, Governed, Harness, Health } from '../../../shared/model.ts';
import { describeAge, type IconName, type Scene, type Translate } from '../screen/scene.ts';

/** In the order of the tree. */
export const groups = [
  'critical',
  'degraded',
  'healthy',
  'unknown',
  'paused',
  'ended',
  'archived',
] as const;
export type Group = (typeof groups)[number];
export type GroupCounts = Readonly<Record<Group, number>>;

export interface AgentView {
  /** The agent id, verbatim. */
  readonly label: string;
  readonly description: string;
  readonly icon: IconName;
  /** Plain text of several lines. */
  readonly tooltip: string;
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

export function presentAgent(row: AgentRow, scene: Scene): AgentView {
  const group = groupOf(row);
  const age = describeAge(scene.nowMs - timestampMs(row.paused?.at ?? row.last_update), scene.t);
  // The age comes first, because it is short: in a narrow side bar the end is cut off.
  const said = [livenessWord(row, scene.t), age, reasonInShort(row, scene.t)].filter(isSaid);
  const described = isStale(scene) ? [scene.t('last known'), ...said] : said;
  return {
    label: row.agent_id,
    description: described.join(' · '),
    icon: isStale(scene) ? { ...icons[group], color: 'disabledForeground' } : icons[group],
    tooltip: tooltipLines(row, scene).filter(isSaid).join('\n'),
    accessibleLabel: [row.agent_id, groupTitle(group, scene.t), ...described].join(', '),
  };
}

export function countAgents(count: number, t: Translate): string {
  return count === 1 ? t('1 agent') : t('{0} agents', count);
}

/** The row's own group says the health, so the word is not repeated. */
function reasonInShort(row: AgentRow, t: Translate): string {
  const group = groupOf(row);
  if (group === 'critical' || group === 'degraded') return withoutHeading(row);
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
  const reason = row.paused.reason === null ? '' : `: ${row.paused.reason}`;
  return `${words} ${actorOf(row.paused, t)}${reason}`;
}

/** "Critical: risk 0.36 reached 0.30." -> "risk 0.36 reached 0.30" */
function withoutHeading(row: AgentRow): string {
  const heading = `${row.health_status}: `;
  const message = row.health_message.replace(/\.$/u, '');
  const hasHeading = message.toLowerCase().startsWith(heading);
  return hasHeading ? message.slice(heading.length) : message;
}

function livenessWord(row: AgentRow, t: Translate): string {
  if (row.lifecycle_status !== 'active') return '';
  if (row.liveness === 'silent') return t('silent');
  return row.liveness === 'waiting' ? t('waiting') : '';
}

function tooltipLines(row: AgentRow, { t, nowMs, freshness }: Scene): string[] {
  const { risk_score, coherence } = row.metrics;
  const age = describeAge(nowMs - timestampMs(row.last_update), t);
  return [
    row.agent_id,
    freshness === 'stale' ? t('Last known; the sidecar is not connected.') : '',
    lifecycleInWords(row, t),
    row.health_message,
    t('Risk {0}, coherence {1}', showFigure(risk_score), showFigure(coherence)),
    t('Updates: {0}, the last one {1}', row.update_count, age),
    row.harness === null ? '' : harnessNames[row.harness],
    groupOf(row) === 'archived' ? '' : governedSentence(row.governed, t),
    row.tags.length === 0 ? '' : t('Tags: {0}', row.tags.join(', ')),
    row.notes,
  ];
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

/** Two decimals, rounded down so that 0.599 never reads as having reached 0.60. */
function showFigure(value: number): string {
  return (Math.floor(value * 100 + 1e-9) / 100).toFixed(2);
}

function isStale({ freshness }: Scene): boolean {
  return freshness === 'stale';
}

function isSaid(text: string): boolean {
  return text !== '';
}

const harnessNames: Readonly<Record<Harness, string>> = {
  'claude-code': 'Claude Code',
  codex: 'Codex',
  gemini: 'Gemini CLI',
  cursor: 'Cursor',
  copilot: 'GitHub Copilot',
};

const icons: Readonly<Record<Group, IconName>> = {
  critical: { id: 'error', color: 'problemsErrorIcon.foreground' },
  degraded: { id: 'warning', color: 'problemsWarningIcon.foreground' },
  healthy: { id: 'pass', color: 'testing.iconPassed' },
  unknown: { id: 'circle-outline', color: null },
  paused: { id: 'debug-pause', color: null },
  ended: { id: 'circle-slash', color: 'disabledForeground' },
  archived: { id: 'archive', color: 'disabledForeground' },
};
