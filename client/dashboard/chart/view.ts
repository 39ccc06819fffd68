/** The part of time that is on screen. */
export interface TimeView {
  readonly fromMs: number;
  readonly toMs: number;
}

export const ranges = ['hour', 'day', 'week', 'all'] as const;
export type Range = (typeof ranges)[number];

const hourMs = 3_600_000;
const spans: Readonly<Record<Exclude<Range, 'all'>, number>> = {
  hour: hourMs,
  day: 24 * hourMs,
  week: 7 * 24 * hourMs,
};

/** Nearer than this one sees nothing more. */
const shortestMs = 2_000;
/** Free at both ends of `all`, so that the first and the last point are not on the edge. */
const margin = 0.02;

/** @param firstMs of the oldest point; null without points. */
export function viewOf(range: Range, nowMs: number, firstMs: number | null): TimeView {
  if (range !== 'all') return { fromMs: nowMs - spans[range], toMs: nowMs };
  const fromMs = Math.min(firstMs ?? nowMs - hourMs, nowMs - 60_000);
  const room = (nowMs - fromMs) * margin;
  return { fromMs: fromMs - room, toMs: nowMs + room };
}

const youngMs = 20 * 60_000;

/** So short a past that all of it is shown at first: in an hour it would be a stroke on the edge. */
export function isYoung([first]: readonly number[], nowMs: number): boolean {
  return first !== undefined && nowMs - first < youngMs;
}

/** The shortest range with at least half of the points in it: what a person wants to see first. */
export function fittingRange(times: readonly number[], nowMs: number): Range {
  const middle = times[Math.floor(times.length / 2)];
  if (middle === undefined) return 'hour';
  const found = (['hour', 'day', 'week'] as const).find((range) => middle >= nowMs - spans[range]);
  return found ?? 'all';
}

/** `factor` under 1 comes nearer. The moment `aroundMs` stays where it is. */
export function zoom(view: TimeView, factor: number, aroundMs: number): TimeView {
  const span = Math.max(shortestMs, (view.toMs - view.fromMs) * factor);
  const share = (aroundMs - view.fromMs) / (view.toMs - view.fromMs);
  const fromMs = aroundMs - share * span;
  return { fromMs, toMs: fromMs + span };
}

/** By a share of what is on screen; above 0 goes on in time. */
export function pan(view: TimeView, share: number): TimeView {
  const by = (view.toMs - view.fromMs) * share;
  return { fromMs: view.fromMs + by, toMs: view.toMs + by };
}

/** Keeps a view within the whole: as long as it was, or all of it. */
export function within(view: TimeView, whole: TimeView): TimeView {
  const span = Math.min(view.toMs - view.fromMs, whole.toMs - whole.fromMs);
  const fromMs = Math.min(Math.max(view.fromMs, whole.fromMs), whole.toMs - span);
  return { fromMs, toMs: fromMs + span };
}

/** What both span. */
export function around(one: TimeView, other: TimeView): TimeView {
  return {
    fromMs: Math.min(one.fromMs, other.fromMs),
    toMs: Math.max(one.toMs, other.toMs),
  };
}
