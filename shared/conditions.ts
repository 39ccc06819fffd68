import type { StoreDamage } from './storeReport.ts';

/** What a person may have to put right while the sidecar runs. */
export interface Conditions {
  readonly policy: PolicyState;
  readonly store: StoreState;
  /** What starts found damaged in the store. */
  readonly damage: readonly StoreDamage[];
}

export interface PolicyState {
  readonly ok: boolean;
  /** What is wrong with the file, and where; another policy is in force meanwhile. */
  readonly error?: string | undefined;
}

/** Whether anything new can be stored. */
export interface StoreState {
  readonly read_only: boolean;
  /** Why not, and what to do. */
  readonly error?: string | undefined;
}

export const allWell: Conditions = {
  policy: { ok: true },
  store: { read_only: false },
  damage: [],
};
