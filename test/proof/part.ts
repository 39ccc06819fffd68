import { faultKinds } from './histories/checkHistories.ts';

/** How much is tried: a look whether all of it works, or the proof that is published. */
export type Scale = 'short' | 'full';

/** What was done and what came of it; equal names add up over the pieces of a part. */
export type Counts = Readonly<Record<string, number>>;

/**
 * One kind of trouble, tried until `goal` of its `unit` is counted: in faults, never in seconds. It is
 * done piece by piece; a piece is a function of its number and the seed, so that a run that was
 * interrupted goes on with those that are missing.
 */
export interface Part {
  readonly name: string;
  /** What is done, as a heading of the report. */
  readonly title: string;
  /** The count that the goal is of. */
  readonly unit: string;
  readonly goal: Readonly<Record<Scale, number>>;
  /** What happens in one, for people who read the report. */
  readonly how: string;
  /** Whether pieces may run beside each other: not where others would disturb what is measured. */
  readonly isParallel: boolean;
  /** Rejects with what was lost, where it is not counted. */
  run(piece: number, order: Order): Promise<Outcome>;
}

export interface Order {
  readonly seed: number;
  readonly scale: Scale;
}

export interface Outcome {
  readonly counts: Counts;
  /** What was lost, in words, where the counts have it. */
  readonly fault?: string;
  /** Lines for the report that no sum tells. */
  readonly notes?: readonly string[];
}

/** Counts of which any is one too many; and so is a piece that rejects. */
export const losses = faultKinds;
