import type { AgentRow } from '../../../shared/model.ts';
import type { Welcome } from '../../../shared/protocol.ts';
import type { StoreDamage } from '../../../shared/storeReport.ts';
import type { Freshness } from '../fleet.ts';
import {
  countAgents,
  groupIcon,
  groupOf,
  groups,
  groupTitle,
  reasonInShort,
  worstHealth,
  type Group,
  type GroupCounts,
} from '../agents/presentAgent.ts';
import type { IconName, Translate } from '../screen/scene.ts';

/** What the window can say of its connection; a `WindowState` without the sidecar's particulars. */
export type Connectedness =
  | { readonly kind: 'connecting' | 'disconnected' | 'stopped' }
  | { readonly kind: 'ready'; readonly welcome?: Pick<Welcome, 'epoch' | 'process'> }
  | { readonly kind: 'failed'; readonly message: string; readonly nextStep: string };

export interface StatusSubject {
  readonly connection: Connectedness;
  readonly freshness: Freshness;
  readonly counts: GroupCounts;
  /** Who wants somebody to look at them, the worst first. */
  readonly unwell?: readonly AgentRow[];
  /** Why the policy file is not in force. */
  readonly policyError?: string | undefined;
  /** Why nothing new is stored, and what to do. */
  readonly storeError?: string | undefined;
  /** Where the sidecar and its agents are; undefined when they are where the screen is. */
  readonly host?: string | undefined;
  /** The agents are made up, in a home of their own. */
  readonly isDemo?: boolean;
  /** What was found damaged in the store; the newest is told. */
  readonly damage?: readonly StoreDamage[];
}

export interface StatusView {
  /** With `$(icon)`; never text of agents. */
  readonly text: string;
  /** Plain text of several lines. */
  readonly tooltip: string;
  /** Below it: who is worst, as their rows say it. */
  readonly worst: readonly WorstAgent[];
  readonly accessibleLabel: string;
  readonly background: 'error' | 'warning' | null;
}

export interface WorstAgent {
  readonly agentId: string;
  readonly icon: IconName;
  readonly words: string;
}

/** More of them are for the tree. */
const mostWorst = 5;

export function presentStatus(subject: StatusSubject, t: Translate): StatusView {
  const healths = summarise(subject, t);
  const summary = isReadOnly(subject) ? join(healths, t('read-only')) : healths;
  const demo = subject.isDemo === true ? t('Demo') : null;
  const sentence = connectionSentence(subject, t);
  const conditions = conditionSentences(subject, t);
  const isKnown = subject.freshness !== 'none';
  const countLines = isKnown ? listCounts(subject.counts, t) : [];
  return {
    text: `${statusIcon(subject)} ${[demo, summary ?? title].filter(isSaid).join(': ')}`,
    tooltip: [
      title,
      demoLine(subject, t),
      hostLine(subject, t),
      sentence,
      ...conditions,
      ...countLines,
      sidecarLine(subject, t),
    ]
      .filter(isSaid)
      .join('\n'),
    worst: isKnown ? (subject.unwell ?? []).slice(0, mostWorst).map((row) => worstOf(row, t)) : [],
    accessibleLabel: [title, demo, summary, sentence, ...conditions].filter(isSaid).join(', '),
    background: backgroundOf(subject),
  };
}

function worstOf(row: AgentRow, t: Translate): WorstAgent {
  const group = groupOf(row);
  const words = [groupTitle(group, t), reasonInShort(row, t)].filter((word) => word !== '');
  return { agentId: row.agent_id, icon: groupIcon(group), words: words.join(' · ') };
}

/** Which process it is; how it is otherwise, the sentence about the connection says. */
function sidecarLine({ connection }: StatusSubject, t: Translate): string | null {
  if (connection.kind !== 'ready' || connection.welcome === undefined) return null;
  const { epoch, process } = connection.welcome;
  return t('Sidecar: connected, process {0}, epoch {1}', process.pid, epoch);
}

const title = 'Watchstander';

/** Whether there is room by now, only a sidecar can tell. */
function isReadOnly({ connection, storeError }: StatusSubject): boolean {
  return connection.kind === 'ready' && storeError !== undefined;
}

function join(first: string | null, second: string): string {
  return first === null ? second : `${first}, ${second}`;
}

function isSaid(text: string | null): text is string {
  return text !== null;
}

/** One sentence while the tree does not show what is; null while it does. */
export function connectionSentence(subject: StatusSubject, t: Translate): string | null {
  const { connection, freshness } = subject;
  const isKnown = freshness !== 'none';
  switch (connection.kind) {
    case 'ready':
      return isKnown ? null : t('Asking the sidecar for the agents…');
    case 'connecting':
      return isKnown
        ? t('Connecting to the sidecar. What is shown was last known.')
        : t('Connecting to the sidecar…');
    case 'disconnected':
      return isKnown
        ? t('The sidecar was lost; reconnecting. What is shown was last known.')
        : t('The sidecar was lost; reconnecting.');
    case 'stopped':
      return isKnown
        ? t('The sidecar was stopped. What is shown was last known.')
        : t('The sidecar was stopped.');
    case 'failed':
      return [connection.message, connection.nextStep].filter((text) => text !== '').join(' ');
  }
}

function demoLine({ isDemo }: StatusSubject, t: Translate): string | null {
  return isDemo === true ? t('Demo agents, in a home of their own. Yours go on unseen.') : null;
}

function hostLine({ host }: StatusSubject, t: Translate): string | null {
  return host === undefined ? null : t('On {0}', host);
}

/** What a person has to put right, the worst first; none while all is well. */
export function conditionSentences(subject: StatusSubject, t: Translate): string[] {
  const { policyError, storeError } = subject;
  return [
    ...(storeError !== undefined && isReadOnly(subject) ? [storeError] : []),
    ...(policyError === undefined
      ? []
      : [t('The policy file has a mistake and is not in force: {0}', policyError)]),
    damageSentence(subject, t),
  ].filter(isSaid);
}

/** What was lost of the store and where the copy is; null while all is well. */
function damageSentence({ damage = [] }: StatusSubject, t: Translate): string | null {
  const newest = damage.at(-1);
  if (newest === undefined) return null;
  const { found, copy } = newest;
  return copy === null
    ? t('The store was damaged: {0}', found)
    : t('The store was damaged: {0}. A copy is kept in {1}', found, copy);
}

/** Null while nothing is known. */
function summarise({ connection, freshness, counts }: StatusSubject, t: Translate): string | null {
  if (connection.kind === 'failed') return t('Watchstander failed');
  if (connection.kind === 'stopped') return t('Watchstander stopped');
  if (freshness === 'none') return null;
  const wanting = (['critical', 'degraded'] as const).filter((group) => counts[group] > 0);
  if (wanting.length > 0) return wanting.map((group) => countWord(group, counts, t)).join(', ');
  const rest = (['healthy', 'unknown', 'paused', 'ended'] as const).find(
    (group) => counts[group] > 0,
  );
  return rest === undefined ? t('No agents') : countWord(rest, counts, t);
}

function countWord(group: Group, counts: GroupCounts, t: Translate): string {
  const count = counts[group];
  switch (group) {
    case 'critical':
      return t('{0} critical', count);
    case 'degraded':
      return t('{0} degraded', count);
    case 'healthy':
      return t('{0} healthy', count);
    case 'paused':
      return t('{0} paused', count);
    case 'ended':
      return t('{0} ended', count);
    case 'unknown':
    case 'archived':
      return countAgents(count, t);
  }
}

function listCounts(counts: GroupCounts, t: Translate): string[] {
  const lines = groups
    .filter((group) => counts[group] > 0)
    .map((group) => t('{0}: {1}', groupTitle(group, t), counts[group]));
  return lines.length > 0 ? lines : [t('No agent has reported yet.')];
}

function statusIcon(subject: StatusSubject): string {
  switch (subject.connection.kind) {
    case 'ready':
      return isReadOnly(subject) ? '$(warning)' : '$(pulse)';
    case 'connecting':
    case 'disconnected':
      return '$(sync~spin)';
    case 'stopped':
      return '$(debug-disconnect)';
    case 'failed':
      return '$(warning)';
  }
}

function backgroundOf({ connection, freshness, counts }: StatusSubject): StatusView['background'] {
  if (freshness === 'none' || connection.kind === 'failed' || connection.kind === 'stopped')
    return null;
  const worst = worstHealth(counts);
  if (worst === 'critical') return 'error';
  return worst === 'degraded' ? 'warning' : null;
}
