import type { Health } from '../../../shared/model.ts';
import type { AgentEvent, AlertSpan, Points } from '../messages.ts';
import { drawnTimes, lowerBound } from '../points.ts';
import type { TimeView } from './view.ts';

/** A part of a lane, in pixels from its start. */
export interface Run {
  readonly from: number;
  readonly to: number;
  readonly health: Health;
}

const worstFirst: readonly Health[] = ['critical', 'degraded', 'healthy'];

/**
 * Health over time, each pixel the worst of its points. A point lasts until the next one, but no
 * longer than `silentAfterMs`: then the agent was not at work, and nothing is drawn.
 */
export function healthRuns(
  points: Points,
  view: TimeView,
  widthPx: number,
  silentAfterMs: number,
): Run[] {
  const worst = worstOfPixels(points, view, widthPx, silentAfterMs);
  const runs: Run[] = [];
  let start = 0;
  for (let pixel = 1; pixel <= widthPx; pixel += 1) {
    if (pixel < widthPx && worst[pixel] === worst[start]) continue;
    const health = worst[start] ?? null;
    if (health !== null) runs.push({ from: start, to: pixel, health });
    start = pixel;
  }
  return runs;
}

function worstOfPixels(
  points: Points,
  view: TimeView,
  widthPx: number,
  silentAfterMs: number,
): (Health | null)[] {
  const worst = Array.from<Health | null>({ length: widthPx }).fill(null);
  const times = drawnTimes(points);
  const pixelOf = (ms: number): number => positionOf(ms, view) * widthPx;
  const first = Math.max(0, lowerBound(times, view.fromMs) - 1);
  for (let at = first; at < times.length; at += 1) {
    const [fromMs = 0, health = 'healthy'] = [times[at], points.health[at]];
    if (fromMs > view.toMs) break;
    const untilMs = times[at + 1] ?? fromMs;
    const lastsMs = untilMs - fromMs > silentAfterMs ? 0 : untilMs - fromMs;
    const start = Math.max(0, Math.floor(pixelOf(fromMs)));
    const end = Math.min(widthPx - 1, Math.floor(pixelOf(fromMs + lastsMs)));
    for (let pixel = start; pixel <= end; pixel += 1) {
      worst[pixel] = worseOf(worst[pixel] ?? null, health);
    }
  }
  return worst;
}

function worseOf(one: Health | null, other: Health): Health {
  if (one === null) return other;
  return worstFirst.indexOf(one) < worstFirst.indexOf(other) ? one : other;
}

/** 0 at the left end of what is on screen, 1 at its right end. */
export function positionOf(ms: number, view: TimeView): number {
  return (ms - view.fromMs) / (view.toMs - view.fromMs);
}

export interface Mark<Kind extends string> {
  readonly atMs: number;
  readonly kind: Kind;
}

export interface Cluster<Kind extends string> extends Mark<Kind> {
  /** As many as are too near to each other to be told apart. */
  readonly count: number;
}

/**
 * Marks that would cover each other become one, which is the first kind of `order` among them.
 * The marks are in the order of time.
 */
export function clusterMarks<Kind extends string>(
  marks: readonly Mark<Kind>[],
  order: readonly Kind[],
  nearMs: number,
): Cluster<Kind>[] {
  const clusters: Cluster<Kind>[] = [];
  for (const mark of marks) {
    const last = clusters.at(-1);
    if (last === undefined || mark.atMs - last.atMs > nearMs) clusters.push({ ...mark, count: 1 });
    else clusters[clusters.length - 1] = { ...pickFirst(last, mark, order), count: last.count + 1 };
  }
  return clusters;
}

/** The time stays that of the first, or a row of marks would grow for ever. */
function pickFirst<Kind extends string>(
  one: Mark<Kind>,
  other: Mark<Kind>,
  order: readonly Kind[],
): Mark<Kind> {
  const kind = order.indexOf(one.kind) <= order.indexOf(other.kind) ? one.kind : other.kind;
  return { atMs: one.atMs, kind };
}

export type DecisionKind = 'reject' | 'revise';

/** Decisions other than to go on. */
export function decisionMarks(points: Points, view: TimeView): Mark<DecisionKind>[] {
  const marks: Mark<DecisionKind>[] = [];
  for (const [at, kind] of points.action.entries()) {
    const atMs = points.atMs[at] ?? 0;
    if (kind !== 'approve' && isIn(atMs, view)) marks.push({ atMs, kind });
  }
  return marks;
}

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** When the agent was paused; the last pause may still last. */
export function pausedSpans(events: readonly AgentEvent[], nowMs: number): Span[] {
  const spans: Span[] = [];
  let fromMs: number | null = null;
  for (const { event, atMs } of events) {
    if (event === 'paused') fromMs ??= atMs;
    else if (fromMs !== null && ['resumed', 'archived', 'deleted'].includes(event)) {
      spans.push({ fromMs, toMs: atMs });
      fromMs = null;
    }
  }
  return fromMs === null ? spans : [...spans, { fromMs, toMs: Math.max(fromMs, nowMs) }];
}

export function isIn(atMs: number, { fromMs, toMs }: Span): boolean {
  return atMs >= fromMs && atMs <= toMs;
}

/** Alerts that were open at some time of what is on screen. */
export function alertsIn(alerts: readonly AlertSpan[], view: TimeView): AlertSpan[] {
  return alerts.filter(
    ({ openedMs, closedMs }) => openedMs <= view.toMs && (closedMs ?? Infinity) >= view.fromMs,
  );
}
