import type { Bounds } from '../messages.ts';

export type Interval = readonly [low: number, high: number];

/** Risk from 0, with both limits in sight and room above whatever is highest. */
export function riskScale(high: number, bounds: Bounds): Interval {
  return [0, Math.min(1.05, Math.max(high * 1.08, bounds.degraded * 1.35))];
}

/** Coherence up to 1, with both limits in sight and room below whatever is lowest. */
export function coherenceScale(low: number, bounds: Bounds): Interval {
  return [Math.max(0, Math.min(low - 0.04, bounds.degraded - 0.1)), 1.02];
}

/** As far as the values go and a tenth more; never so near that noise fills the chart. */
export function looseScale(low: number, high: number, least: number): Interval {
  if (low > high) return [0, 1];
  const room = Math.max((high - low) * 0.1, (least - (high - low)) / 2, 0);
  return [low - room, high + room];
}

/** What a value means, as an area of a chart. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly level: 'degraded' | 'critical';
}

/** Degraded from one limit up, critical from the other. */
export function riskBands({ healthy, degraded }: Bounds): Band[] {
  return [
    { from: healthy, to: degraded, level: 'degraded' },
    { from: degraded, to: Number.POSITIVE_INFINITY, level: 'critical' },
  ];
}

/** Degraded under one limit, critical under the other. */
export function coherenceBands({ healthy, degraded }: Bounds): Band[] {
  return [
    { from: degraded, to: healthy, level: 'degraded' },
    { from: Number.NEGATIVE_INFINITY, to: degraded, level: 'critical' },
  ];
}
