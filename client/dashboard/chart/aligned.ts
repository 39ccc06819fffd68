import { lowerBound } from '../points.ts';
import { thin } from './thin.ts';
import type { TimeView } from './view.ts';

/** Times, then a column for each series; null where the line is broken. */
export type Aligned = [number[], ...(number | null)[][]];

export interface Drawn {
  /** In order. */
  readonly times: readonly number[];
  /** As long as `times`. */
  readonly series: readonly (readonly number[])[];
}

/**
 * What is drawn of some series: what is in sight and one point on either side, thinned to the pixels,
 * with a break wherever the agent was not heard of for longer than `silentAfterMs`.
 */
export function alignSeries(
  { times, series }: Drawn,
  view: TimeView,
  widthPx: number,
  silentAfterMs: number,
): Aligned {
  const start = Math.max(0, lowerBound(times, view.fromMs) - 1);
  const end = Math.min(times.length, lowerBound(times, view.toMs) + 1);
  const inSight = times.slice(start, end);
  const columns = series.map((values) => values.slice(start, end));
  const kept = thin(inSight, columns, view, widthPx);
  const aligned: Aligned = [[], ...columns.map((): (number | null)[] => [])];
  let beforeMs = Number.POSITIVE_INFINITY;
  for (const at of kept) {
    const ms = inSight[at] ?? 0;
    if (ms - beforeMs > silentAfterMs) pushRow(aligned, (beforeMs + ms) / 2, () => null);
    pushRow(aligned, ms, (column) => columns[column]?.[at] ?? null);
    beforeMs = ms;
  }
  return aligned;
}

function pushRow(aligned: Aligned, ms: number, valueOf: (column: number) => number | null): void {
  const [times, ...columns] = aligned;
  times.push(ms);
  for (const [at, column] of columns.entries()) column.push(valueOf(at));
}

/** The lowest and the highest of all series in sight; low over high when nothing is. */
export function extentOf({ times, series }: Drawn, view: TimeView): [low: number, high: number] {
  const start = lowerBound(times, view.fromMs);
  const end = lowerBound(times, view.toMs + 1);
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of series) {
    for (let at = start; at < end; at += 1) {
      const value = values[at] ?? 0;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return [low, high];
}
