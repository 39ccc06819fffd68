import type { StoreState } from './conditions.ts';

/** A damaged file of the store that a start met, and what came of it. Kept beside its copy. */
export interface StoreDamage {
  /** Name of the file. */
  readonly file: string;
  readonly timestamp: string;
  readonly found: string;
  /** What the store goes on with. */
  readonly kept: string;
  /** Path of the copy of the damaged file; null when none could be made. */
  readonly copy: string | null;
}

/** What starts found damaged, newest last, as long as copies are kept; none when all is well. */
export interface StoreDamages {
  readonly damage: readonly StoreDamage[];
}

/** The store, as `status` has it. */
export interface StoreStatus extends StoreDamages, StoreState {
  readonly epoch: number;
  readonly bytes: number;
  readonly rotations: number;
  readonly last_fsync_age_ms: number | null;
  readonly fsync_p99_ms: number | null;
}

/** What is wrong with a file of the store, as it lies on the disk now. */
export interface StoreFault {
  readonly file: string;
  readonly verdict: 'warning' | 'wrong';
  readonly what: string;
}

/** A store, read to the last byte and not touched. */
export interface StoreContents {
  readonly folder: string;
  /** False when there is none yet. */
  readonly exists: boolean;
  readonly segments: number;
  readonly histories: number;
  readonly bytes: number;
  readonly revision: number;
  readonly agents: number;
  readonly points: number;
  readonly faults: readonly StoreFault[];
  /** Of earlier starts, as long as the copies are there. */
  readonly damage: readonly StoreDamage[];
}

/** What `sidecar.js --check` prints. */
export interface StoreReport extends StoreContents {
  /** Null when it is not known. */
  readonly file_system: { readonly kind: string | null; readonly is_shared: boolean };
}
