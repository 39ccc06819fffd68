import type { Harness } from '../../../shared/model.ts';
import type { HookPhase, Outcome } from '../../../shared/hooks.ts';
import { writtenOf, type Fields } from './fields.ts';

/** What one program sends to its hooks, and how it wants to be answered. One file a harness. */
export interface Adapter {
  /** Native event name -> what it means here; what is not in it is `other`. */
  readonly phases: Readonly<Record<string, HookPhase>>;
  /** Tools that change files. */
  readonly edits: readonly string[];
  /** Tools that run a command. */
  readonly commands: readonly string[];
  /** How an `after` event says that its call ended, and the text of its result. */
  readonly ending: (event: string, fields: Fields) => Ending;
  /** What is printed so that the tool does not run; `reason` is for the model. */
  readonly deny: (event: string, reason: string) => unknown;
}

export interface Ending {
  readonly outcome: Outcome;
  readonly result: string;
}

export type Adapters = Readonly<Record<Harness, Adapter>>;

/** The answer that Claude Code began with and others took over. */
export function denyBySpecificOutput(event: string, reason: string): unknown {
  return {
    hookSpecificOutput: {
      hookEventName: event,
      permissionDecision: 'deny',
      permissionDecisionReason: reason,
    },
  };
}

/** A result as one text, however it is nested: only its digest and its length are kept. */
export function resultText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : writtenOf(value);
}

const refusal =
  /user (?:doesn't want|does not want|rejected|denied|declined)|denied by|cancell?ed by/i;
const siblingFailure = /sibling tool call|parallel tool call/i;

/** A failure as told in words: some say nothing of the agent. Only the beginning is looked at. */
export function outcomeOfError(message: string): Outcome {
  const start = message.slice(0, 300);
  if (siblingFailure.test(start)) return 'sibling-failed';
  return refusal.test(start) ? 'rejected' : 'failed';
}
