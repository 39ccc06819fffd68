import type { SeededRandom } from '../support/seededRandom.ts';

/** An entrance of the product, and what may come of anything that is thrown at it. */
export interface Target {
  readonly name: string;
  /** For the report: what is made up, and what must hold whatever it is. */
  readonly how: string;
  /** Of so many cases of all targets it takes this many. */
  readonly share: number;
  open(): Promise<Probe>;
}

export interface Probe {
  /** What is thrown, from the seed alone. */
  make(random: SeededRandom): Buffer;
  /**
   * Throws it. Resolves with what came of it: taken as something, or refused in words for the sender.
   * Rejects with whatever else happened: that is a finding.
   */
  take(input: Buffer): Promise<Outcome> | Outcome;
  /** What must hold of all that was thrown; throws where its own checks had nothing to look at. */
  settle?(): void;
  close(): Promise<void> | void;
}

export type Outcome = 'taken' | 'refused';
