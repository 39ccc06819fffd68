import type { Place } from './place.ts';

export type Unit = '/s' | 'ms' | 'µs' | '×' | 'MB' | 'kB' | '%' | 'rotations';

/** What a figure is to be, by the specification of the project. */
export interface Target {
  readonly of: 'median' | 'p95' | 'p99' | 'max';
  readonly is: 'at least' | 'at most';
  readonly bound: number;
}

/** One quantity, measured as often as there are values. */
export interface Figure {
  readonly name: string;
  readonly unit: Unit;
  readonly values: readonly number[];
  readonly targets?: readonly Target[];
  /** Which picture it is drawn in; none without. */
  readonly panel?: string;
}

/** What a benchmark gets. */
export interface Setting {
  readonly place: Place;
  /** How much is done: all of it, or just enough to see that it works. */
  readonly extent: Extent;
  /** One line of progress. */
  readonly say: (line: string) => void;
}

export type Extent = 'full' | 'quick';

export interface Bench {
  readonly name: string;
  readonly run: (setting: Setting) => Promise<readonly Figure[]>;
}

export function atLeast(bound: number, of: Target['of'] = 'median'): readonly Target[] {
  return [{ of, is: 'at least', bound }];
}

export function atMost(bound: number, of: Target['of'] = 'median'): readonly Target[] {
  return [{ of, is: 'at most', bound }];
}
