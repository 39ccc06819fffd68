import { pausers, resumeStep } from './errors.ts';
import type { Harness } from './model.ts';

/**
 * What hooks tell: events of an agent's program, measured where they happen. No text of prompts,
 * replies or tool inputs is in them, and digests are made with the session's id, so that they say
 * nothing outside of it.
 */

export const harnesses = [
  'claude-code',
  'codex',
  'gemini',
  'cursor',
  'copilot',
] as const satisfies readonly Harness[];

export const hookPhases = [
  'sessionStart',
  'prompt',
  'before',
  'after',
  'turnEnd',
  /** It asks a person for something, and waits. */
  'waiting',
  'subagentStart',
  'subagentEnd',
  'sessionEnd',
  /** One that means nothing here, or that this version does not know. */
  'other',
] as const;
export type HookPhase = (typeof hookPhases)[number];

/**
 * How a call ended. The last three are recorded as errors by harnesses, but say nothing of the
 * agent: the user refused or stopped the call, or a call beside it in the same batch failed.
 */
export const outcomes = [
  'succeeded',
  'failed',
  'rejected',
  'interrupted',
  'sibling-failed',
] as const;
export type Outcome = (typeof outcomes)[number];

/** One call of a tool; what is known only afterwards is null before. */
export interface HookCall {
  readonly tool: string;
  /** The harness's own id of the call, as a digest; null where it gives none. */
  readonly id: string | null;
  readonly arguments_digest: string;
  readonly outcome: Outcome | null;
  /** Of the result with numbers, hex ids and white space folded. */
  readonly result_digest: string | null;
  /** Characters. */
  readonly result_length: number;
  readonly is_edit: boolean;
  readonly is_command: boolean;
}

export interface HookEventParams {
  readonly harness: Harness;
  readonly phase: HookPhase;
  /** SHA-256 of the session's id, hex. */
  readonly session: string;
  /** Set when it happened in a subagent: SHA-256 of both ids, hex. */
  readonly subagent: string | null;
  /** The harness's own mark of this event, so that one delivered twice is told from a repeat. */
  readonly stamp: string | null;
  readonly call: HookCall | null;
  /** The agent id that the agent gives itself in this call of `process_agent_update`. */
  readonly reports_as: string | null;
  readonly workspace: string | null;
}

export interface HookAnswer {
  readonly agent_id: string;
  /** Why the tool must not run, for the model to read; null when it may. */
  readonly denied: string | null;
  /** Tool calls of this agent that were asked about. */
  readonly receipts: number;
  /** The same event was told before; it counts once. */
  readonly duplicate: boolean;
}

/** All agents at once: `pause` those at work, `resume` those that are paused. Only for people. */
export interface FreezeParams {
  readonly act: 'pause' | 'resume';
  readonly reason?: string | undefined;
}

export interface FreezeResult {
  /** Those that are different now. */
  readonly agent_ids: readonly string[];
}

/** `hash` is the session's, or the subagent's where it happened in one. */
export function hookAgentId(harness: Harness, hash: string): string {
  return `${harness}/${hash.slice(0, 8)}`;
}

/** Content of a file in `run/paused`: enough to deny without a sidecar. */
export interface PauseMarker {
  readonly agent_id: string;
  readonly denied: string;
}

/** Content of `run/hooks.json`: what a hook must know of the policy when nobody answers. */
export interface HookRules {
  /** The last one that matches the agent id wins. */
  readonly fail_closed: readonly { readonly match: string; readonly value: boolean }[];
}

/** What a model reads when its tool does not run. */
export function denialOf(agentId: string, by: string, reason: string | null): string {
  const why = reason === null || reason === '' ? '.' : `: ${reason}`;
  const stop = /[.!?]$/.test(why) ? '' : '.';
  return `Watchstander: agent ${agentId} is paused by ${pausers[by] ?? pausers['person']}${why}${stop} ${resumeStep(by)}`;
}
