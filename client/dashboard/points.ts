import type { HistoryPoint } from '../../shared/model.ts';
import { timestampMs } from '../../shared/clock.ts';
import type { Points } from './messages.ts';

/** Columns that are drawn. */
export const measures = ['risk', 'coherence', 'E', 'I', 'S', 'V', 'lambda1'] as const;
export type Measure = (typeof measures)[number];

export const noPoints: Points = {
  version: [],
  atMs: [],
  risk: [],
  coherence: [],
  E: [],
  I: [],
  S: [],
  V: [],
  lambda1: [],
  health: [],
  action: [],
};

export function toPoints(history: readonly HistoryPoint[]): Points {
  return {
    version: history.map(({ version }) => version),
    atMs: history.map(({ timestamp }) => timestampMs(timestamp)),
    risk: history.map(({ risk }) => risk),
    coherence: history.map(({ coherence }) => coherence),
    E: history.map(({ E }) => E),
    I: history.map(({ I }) => I),
    S: history.map(({ S }) => S),
    V: history.map(({ V }) => V),
    lambda1: history.map(({ lambda1 }) => lambda1),
    health: history.map(({ health }) => health),
    action: history.map(({ action }) => action),
  };
}

/**
 * Both, in the order of versions and each version once. What is live comes behind, what is loaded
 * before or in between; a version is the same point whenever it is sent, so the later one is dropped.
 */
export function mergePoints(known: Points, more: Points): Points {
  if (more.version.length === 0) return known;
  const first = more.version[0] ?? 0;
  const cut = lowerBound(known.version, first);
  const last = more.version.at(-1) ?? 0;
  const rest = lowerBound(known.version, last + 1);
  // The usual case: nothing of what is known lies within what came.
  const inner = cut === rest ? more : interleave(slicePoints(known, cut, rest), more);
  return join(slicePoints(known, 0, cut), inner, slicePoints(known, rest));
}

/** From `start` to before `end`. */
export function slicePoints(points: Points, start: number, end?: number): Points {
  return mapColumns(points, (column) => column.slice(start, end));
}

/**
 * Times never go back where they are drawn, whatever the wall clock did: a chart needs them in order.
 */
export function drawnTimes({ atMs }: Points): number[] {
  let latest = Number.NEGATIVE_INFINITY;
  return atMs.map((at) => (latest = Math.max(latest, at)));
}

/** The first place whose value is at least `wanted`; the values are in order. */
export function lowerBound(values: readonly number[], wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The place of the value next to `wanted`; -1 when there is none. */
export function nearest(values: readonly number[], wanted: number): number {
  const above = lowerBound(values, wanted);
  if (above === 0) return values.length === 0 ? -1 : 0;
  if (above === values.length) return above - 1;
  const [before = 0, after = 0] = [values[above - 1], values[above]];
  return wanted - before <= after - wanted ? above - 1 : above;
}

function interleave(one: Points, other: Points): Points {
  const both = join(one, other);
  const seen = new Set<number>();
  const order = both.version
    .map((version, at) => ({ version, at }))
    .sort((a, b) => a.version - b.version || a.at - b.at)
    .filter(({ version }) => !seen.has(version) && seen.add(version))
    .map(({ at }) => at);
  return mapColumns(both, (column) => order.flatMap((at) => column.slice(at, at + 1)));
}

function join(...parts: readonly Points[]): Points {
  const all = parts as readonly Columns[];
  return mapColumns(noPoints, (none, name) => none.concat(...all.map((part) => part[name] ?? [])));
}

type Columns = Readonly<Record<string, unknown[]>>;

function mapColumns(points: Points, map: (column: unknown[], name: string) => unknown[]): Points {
  const entries = Object.entries(points as Columns);
  return Object.fromEntries(
    entries.map(([name, column]) => [name, map(column, name)]),
  ) as unknown as Points;
}
