import { needsAttention, standings, type Standing } from '../../../shared/standing.ts';
import type { AgentLine } from '../messages.ts';

export const sortColumns = ['health', 'agent', 'risk', 'coherence', 'last', 'harness'] as const;
export type SortColumn = (typeof sortColumns)[number];

export interface Sorting {
  readonly column: SortColumn;
  readonly direction: 'ascending' | 'descending';
}

export interface Filter {
  readonly text: string;
  /** Only these; all when it is empty. */
  readonly standings: readonly Standing[];
}

const byName = new Intl.Collator(navigator.language, { numeric: true, sensitivity: 'base' });

export function sortLines(lines: Iterable<AgentLine>, { column, direction }: Sorting): AgentLine[] {
  const compare = comparers[column];
  const sign = direction === 'ascending' ? 1 : -1;
  return [...lines].sort(
    (one, other) => sign * compare(one, other) || byName.compare(one.agentId, other.agentId),
  );
}

/** Ascending is what is most urgent, lowest, first in the alphabet, or longest ago. */
const comparers: Readonly<Record<SortColumn, (one: AgentLine, other: AgentLine) => number>> = {
  health: (one, other) =>
    urgencyOf(one) - urgencyOf(other) ||
    patienceOf(one) - patienceOf(other) ||
    other.risk - one.risk,
  agent: (one, other) => byName.compare(one.agentId, other.agentId),
  risk: (one, other) => one.risk - other.risk,
  coherence: (one, other) => one.coherence - other.coherence,
  last: (one, other) => one.lastMs - other.lastMs,
  harness: (one, other) => byName.compare(one.harness ?? '\uffff', other.harness ?? '\uffff'),
};

/** The direction in which a column is wanted first. */
export function firstDirection(column: SortColumn): Sorting['direction'] {
  return column === 'risk' || column === 'last' ? 'descending' : 'ascending';
}

/** Sorted by it already: the other way round. */
export function sortBy(column: SortColumn, now: Sorting): Sorting {
  if (column !== now.column) return { column, direction: firstDirection(column) };
  return { column, direction: now.direction === 'ascending' ? 'descending' : 'ascending' };
}

export function filterLines(lines: readonly AgentLine[], filter: Filter): AgentLine[] {
  const wanted = filter.text.trim().toLowerCase();
  return lines.filter(
    (line) =>
      (filter.standings.length === 0 || filter.standings.includes(line.standing)) &&
      (wanted === '' || textOf(line).includes(wanted)),
  );
}

function textOf({ agentId, message, harness }: AgentLine): string {
  return `${agentId}\n${message}\n${harness ?? ''}`.toLowerCase();
}

/** The lowest first: who needs attention, then the others as the tree has them. */
function urgencyOf(line: AgentLine): number {
  const place = standings.indexOf(line.standing);
  return needsAttention(line) ? place - standings.length : place;
}

/** Who waits for a person comes before who does not, and is no worse for it. */
function patienceOf(line: AgentLine): number {
  return isWaiting(line) ? 0 : 1;
}

/** It goes on when a person says something: an answer, or what to do next. */
export function isWaiting({ lifecycle, liveness }: AgentLine): boolean {
  return lifecycle === 'active' && liveness === 'waiting';
}

export function countStandings(lines: Iterable<AgentLine>): Readonly<Record<Standing, number>> {
  const counts = Object.fromEntries(standings.map((one) => [one, 0])) as Record<Standing, number>;
  for (const { standing } of lines) counts[standing] += 1;
  return counts;
}
