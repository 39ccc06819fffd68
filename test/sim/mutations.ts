import type { Rules } from '../../server/store/ground.ts';
import { crashEverywhere, remainsOfAnOlderStore } from './crash.ts';
import type { MoodName } from './moods.ts';
import { turmoil } from './turmoil.ts';

/** A rule of the store that is switched off on purpose, and where it must be missed. */
export interface Mutation {
  readonly rule: keyof Rules;
  readonly invariant: string;
  /** A mood of the turmoil; `crash`: the script, on a disk where another store was before. */
  readonly suite: MoodName | 'crash';
}

export const mutations: readonly Mutation[] = [
  { rule: 'claimOnlyTheMaximum', invariant: 'I3', suite: 'late' },
  { rule: 'keepAbandonedClaims', invariant: 'I4', suite: 'crowd' },
  { rule: 'syncBeforeAnswer', invariant: 'I6, durable', suite: 'wild' },
  { rule: 'checkFenceBeforeAnswer', invariant: 'I6, still leading', suite: 'crowd' },
  { rule: 'carryCommits', invariant: 'commits beside a rotation', suite: 'wild' },
  { rule: 'collectAscending', invariant: 'the order of collection', suite: 'sleepers' },
  { rule: 'cutHistories', invariant: 'the cut of histories', suite: 'shortLives' },
  { rule: 'seedChecksums', invariant: 'the seed of the checksum', suite: 'crash' },
];

export interface Missed {
  /** Faults or crash points that found nothing before. */
  readonly after: number;
  /** What was wrong then. */
  readonly what: string;
}

const seeds = 1_500;

/** What the simulation says of a store without this rule; null when it finds nothing. */
export function findMutation({ rule, suite }: Mutation, firstSeed: number): Promise<Missed | null> {
  const rules = { [rule]: false };
  return suite === 'crash' ? inCrashes(rules) : inTurmoil(rules, suite, firstSeed);
}

async function inTurmoil(
  rules: Partial<Rules>,
  mood: MoodName,
  firstSeed: number,
): Promise<Missed | null> {
  let after = 0;
  for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
    try {
      after += await turmoil({ seed, mood, rules });
    } catch (error) {
      return { after, what: describe(error) };
    }
  }
  return null;
}

async function inCrashes(rules: Partial<Rules>): Promise<Missed | null> {
  const remains = await remainsOfAnOlderStore(rules);
  let after = 0;
  const counted = (): number => (after += 1);
  try {
    await crashEverywhere({ seed: 1, ends: ['tear', 'tear'], rules, remains, onPoint: counted });
    return null;
  } catch (error) {
    return { after, what: describe(error) };
  }
}

/** The innermost cause says what was lost, the outer ones where. */
function describe(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${describe(cause)}` : (message.split('\n')[0] ?? '');
}
