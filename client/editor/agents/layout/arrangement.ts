import type { AgentRow } from '../../../../shared/model.ts';
import { compareGroups, groupKey, urgencyOf, type Grouping } from './grouping.ts';
import { harnessNames } from '../harnesses.ts';
import { groupOf, type Group } from '../presentAgent.ts';

/** How a person wants to see the agents. */
export interface Layout {
  readonly grouping: Grouping;
  /** Only what has this in its id, health, program, folder or tags; '' is everything. */
  readonly filter: string;
}

export interface Section {
  readonly key: string;
  /** Those without a parent here, in the order they are shown. */
  readonly agentIds: readonly string[];
  /** With all that are below them. */
  readonly count: number;
}

export interface Arrangement {
  readonly sections: readonly Section[];
  /** Subagents by the agent that they work for, in the order they are shown. */
  readonly children: ReadonlyMap<string, readonly string[]>;
  /** Agents that the filter leaves. */
  readonly matching: number;
}

/** With more agents than this, groups show the most urgent first, so that a part of them will do. */
export const mostRows = 200;

/**
 * Where each agent is shown: once, below the agent that it works for, else in its group. A family is
 * where its worst member at work belongs: no critical subagent hides below a healthy agent.
 */
export function arrange(rows: ReadonlyMap<string, AgentRow>, layout: Layout): Arrangement {
  const families = familiesOf(rows, layout.filter);
  const order = orderOf(families, rows.size > mostRows);
  const sections = new Map<string, AgentRow[]>();
  for (const row of families.shown.values()) {
    if (families.parentOf(row) !== null) continue;
    const key = keyOfFamily(families, row, layout.grouping);
    const members = sections.get(key);
    if (members === undefined) sections.set(key, [row]);
    else members.push(row);
  }
  return {
    sections: [...sections]
      .sort(([one], [other]) => compareGroups(one, other, layout.grouping))
      .map(([key, members]) => sectionOf(families, key, members.sort(order))),
    children: new Map(
      [...families.children].map(([id, children]) => [id, children.sort(order).map(idOf)]),
    ),
    matching: families.shown.size,
  };
}

/** Of which groups the rows are others; null when more than that is different. */
export function changedSections(before: Arrangement, after: Arrangement): readonly string[] | null {
  const keysOf = ({ sections }: Arrangement): string[] => sections.map(({ key }) => key);
  if (!isSame(keysOf(before), keysOf(after))) return null;
  if (!isSame([...before.children], [...after.children])) return null;
  return after.sections
    .filter((section, at) => !isSame(section, before.sections[at]))
    .map(({ key }) => key);
}

/** Of lists of names, short or long. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The same as long as nothing that `arrange` looks at is different. */
export function placeOf(row: AgentRow, { grouping, filter }: Layout, isCrowded: boolean): string {
  const place = [groupOf(row), groupKey(row, grouping), row.parent, isCrowded ? riskStep(row) : 0];
  return JSON.stringify(filter === '' ? place : [...place, searchedText(row)]);
}

interface Families {
  /** Those that the filter leaves. */
  readonly shown: ReadonlyMap<string, AgentRow>;
  readonly children: Map<string, AgentRow[]>;
  parentOf(row: AgentRow): string | null;
}

function familiesOf(rows: ReadonlyMap<string, AgentRow>, filter: string): Families {
  const parentOf = (row: AgentRow): string | null => parentIn(rows, row);
  const shown = filter === '' ? rows : filtered(rows, filter, parentOf);
  const children = new Map<string, AgentRow[]>();
  for (const row of shown.values()) {
    const parent = parentOf(row);
    if (parent === null) continue;
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [row]);
    else siblings.push(row);
  }
  return { shown, children, parentOf };
}

/** Null at the top, also for those whose parents lead in a circle. */
function parentIn(rows: ReadonlyMap<string, AgentRow>, row: AgentRow): string | null {
  const passed = new Set([row.agent_id]);
  let next = row.parent;
  while (next !== null && rows.has(next)) {
    if (passed.has(next)) return null;
    passed.add(next);
    next = rows.get(next)?.parent ?? null;
  }
  return row.parent !== null && rows.has(row.parent) ? row.parent : null;
}

/** What matches, and the agents that it works for. */
function filtered(
  rows: ReadonlyMap<string, AgentRow>,
  filter: string,
  parentOf: Families['parentOf'],
): ReadonlyMap<string, AgentRow> {
  const wanted = filter.toLowerCase();
  const kept = new Set<string>();
  for (const row of rows.values()) {
    if (!searchedText(row).includes(wanted)) continue;
    let next: AgentRow | undefined = row;
    while (next !== undefined && !kept.has(next.agent_id)) {
      kept.add(next.agent_id);
      next = rows.get(parentOf(next) ?? '');
    }
  }
  return new Map([...rows].filter(([id]) => kept.has(id)));
}

function searchedText(row: AgentRow): string {
  const program = row.harness === null ? '' : harnessNames[row.harness];
  const fields = [row.agent_id, groupOf(row), program, row.workspace ?? '', ...row.tags];
  return fields.join('\n').toLowerCase();
}

function sectionOf(families: Families, key: string, members: readonly AgentRow[]): Section {
  const counts = members.map(({ agent_id }) => countBelow(families, agent_id) + 1);
  return {
    key,
    agentIds: members.map(idOf),
    count: counts.reduce((sum, count) => sum + count, 0),
  };
}

function countBelow(families: Families, agentId: string): number {
  const children = families.children.get(agentId) ?? [];
  return children.reduce((sum, { agent_id }) => sum + 1 + countBelow(families, agent_id), 0);
}

function keyOfFamily(families: Families, row: AgentRow, grouping: Grouping): string {
  return grouping === 'health' ? worstGroup(families, row) : groupKey(row, grouping);
}

/** The row's own group, or the one of whoever works for it and is worse. */
function worstGroup(families: Families, row: AgentRow): Group {
  const below = (families.children.get(row.agent_id) ?? [])
    .map((child) => worstGroup(families, child))
    .filter((group) => group === 'critical' || group === 'degraded');
  return [groupOf(row), ...below].reduce((one, other) =>
    urgencyOf(other) < urgencyOf(one) ? other : one,
  );
}

const byName = new Intl.Collator(undefined, { numeric: true });

/** Names stay where they are while risks move; where not all are shown, the risky ones are first. */
function orderOf(families: Families, isCrowded: boolean) {
  const urgencies = new Map<AgentRow, number>();
  const urgency = (row: AgentRow): number => {
    const known = urgencies.get(row) ?? urgencyOf(worstGroup(families, row));
    urgencies.set(row, known);
    return known;
  };
  return (one: AgentRow, other: AgentRow): number =>
    urgency(one) - urgency(other) ||
    (isCrowded ? riskStep(other) - riskStep(one) : 0) ||
    byName.compare(one.agent_id, other.agent_id);
}

/** Coarse, so that not every check-in makes another order. */
function riskStep({ metrics }: AgentRow): number {
  return Math.floor(metrics.risk_score * 10);
}

function idOf({ agent_id }: AgentRow): string {
  return agent_id;
}
