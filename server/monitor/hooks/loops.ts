import type { Outcome } from '../../../shared/hooks.ts';
import { stuckAfter } from '../../../shared/model.ts';
import type { Behaviour } from '../../governance/risk.ts';
import { addSeen, hasSeen, nothingSeen, type SeenDigests } from './seenDigests.ts';

/**
 * What a session's tool calls say of it: facts, and an alarm only on what real work almost never
 * does. Never a chance of success: behaviour does not predict it.
 */

/** One tool call that came to its end. Digests are compared inside one session only. */
export interface FinishedCall {
  readonly tool: string;
  readonly argumentsDigest: string;
  /** Of the result with numbers, hex ids and white space folded; null when it is not known. */
  readonly resultDigest: string | null;
  readonly outcome: Outcome;
  readonly isEdit: boolean;
}

/** Counts of calls, ≥ 0. */
export interface LoopFacts {
  /** Failures in a row, up to now. */
  readonly failureRun: number;
  /** Calls in a row that failed or brought a result already seen, up to now. */
  readonly nothingNewRun: number;
  /** Since the last edit that succeeded, or since the session's start. */
  readonly callsSinceGoodEdit: number;
  /** The same call with the same result 3 times in 5: a note, no alarm. */
  readonly repeating: boolean;
}

/** All that is remembered of one session; at most `seenMax` digests and `recentMax` calls. */
export interface LoopState {
  readonly facts: LoopFacts;
  readonly behaviour: Behaviour;
  /** Of the newest call that counts: earlier ones like it among the last five, 0..4. */
  readonly repeats: number;
  readonly seen: SeenDigests;
  /** The last calls, oldest first. */
  readonly recent: readonly string[];
}

/** From recorded sessions of real work: 1.5 % ever fail four times in a row. */
export const limits = {
  failing: 4,
  repeats: 3,
  recentMax: 5,
} as const;

export const initialLoopState: LoopState = {
  facts: { failureRun: 0, nothingNewRun: 0, callsSinceGoodEdit: 0, repeating: false },
  behaviour: 'none',
  repeats: 0,
  seen: nothingSeen,
  recent: [],
};

/** Whether the call says anything of the agent; the others change no fact. */
export function counts({ outcome }: FinishedCall): boolean {
  return outcome === 'succeeded' || outcome === 'failed';
}

/** The state after one more call. Pure. */
export function follow(state: LoopState, call: FinishedCall): LoopState {
  if (!counts(call)) return state;
  const { facts: before, seen } = state;
  const failed = call.outcome === 'failed';
  const recent = [...state.recent, keyOf(call)].slice(-limits.recentMax);
  const repeats = recent.filter((key) => key === recent.at(-1)).length - 1;
  const facts: LoopFacts = {
    failureRun: failed ? before.failureRun + 1 : 0,
    nothingNewRun: bringsNews(call, seen) ? 0 : before.nothingNewRun + 1,
    callsSinceGoodEdit: !failed && call.isEdit ? 0 : before.callsSinceGoodEdit + 1,
    repeating: hasCrowd(recent),
  };
  return {
    facts,
    behaviour: classify(facts),
    repeats,
    seen: call.resultDigest === null ? seen : addSeen(seen, call.resultDigest),
    recent,
  };
}

function bringsNews({ outcome, isEdit, resultDigest }: FinishedCall, seen: SeenDigests): boolean {
  if (outcome === 'failed') return false;
  return isEdit || resultDigest === null || !hasSeen(seen, resultDigest);
}

function classify({ failureRun, nothingNewRun }: LoopFacts): Behaviour {
  if (failureRun >= stuckAfter.failures || nothingNewRun >= stuckAfter.nothingNew) return 'stuck';
  return failureRun >= limits.failing ? 'failing' : 'none';
}

/** Without the result in it, alarms on sessions that end well triple. */
function keyOf({ tool, argumentsDigest, resultDigest }: FinishedCall): string {
  return JSON.stringify([tool, argumentsDigest, resultDigest]);
}

function hasCrowd(recent: readonly string[]): boolean {
  return recent.some((key) => recent.filter((other) => other === key).length >= limits.repeats);
}
