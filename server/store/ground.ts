import type { Clock } from '../../shared/clock.ts';
import type { Origin } from './log/frame.ts';
import { seedOf } from './log/frame.ts';
import type { StoreFs } from './disk/fs.ts';
import { historyName, segmentName } from './log/segment.ts';

/**
 * The rules that keep acknowledged updates. Each can be switched off by the simulation alone, to
 * prove that the simulation would notice.
 */
export interface Rules {
  /** Invariant I3. */
  readonly claimOnlyTheMaximum: boolean;
  /** Invariant I4. */
  readonly keepAbandonedClaims: boolean;
  /** Invariant I6, first half: durable before acknowledged. */
  readonly syncBeforeAnswer: boolean;
  /** Invariant I6, second half: still leading when acknowledged. */
  readonly checkFenceBeforeAnswer: boolean;
  /** What is committed while the next epoch is prepared comes with it. */
  readonly carryCommits: boolean;
  /** The lowest segment goes first. */
  readonly collectAscending: boolean;
  /** A history ends where its successor began. */
  readonly cutHistories: boolean;
  /** A frame of another store does not validate. */
  readonly seedChecksums: boolean;
}

export const allRules: Rules = {
  claimOnlyTheMaximum: true,
  keepAbandonedClaims: true,
  syncBeforeAnswer: true,
  checkFenceBeforeAnswer: true,
  carryCommits: true,
  collectAscending: true,
  cutHistories: true,
  seedChecksums: true,
};

/** Where a store is, or will be. */
export interface Site {
  readonly fs: StoreFs;
  readonly folder: string;
  readonly clock: Clock;
  readonly rules: Rules;
  /** One line for the log that people read. */
  readonly log: (line: string) => void;
  /** Resolves when what has arrived by now, one request a session, was taken in. */
  readonly turn: () => Promise<void>;
}

/** What every part of the file store stands on. */
export interface Ground extends Site {
  readonly storeId: string;
}

export function originOf(
  { rules, storeId }: Pick<Ground, 'rules' | 'storeId'>,
  epoch: number,
): Origin {
  return { epoch, seed: rules.seedChecksums ? seedOf(storeId) : 0 };
}

export function segmentPath(ground: Ground, epoch: number): string {
  return `${ground.folder}/${segmentName(epoch)}`;
}

export function historyPath(ground: Ground, epoch: number): string {
  return `${ground.folder}/${historyName(epoch)}`;
}
