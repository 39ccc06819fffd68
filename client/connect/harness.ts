import type * as model from '../../shared/model.ts';
import type { ConfigFile } from './config/configText.ts';
import type { Place } from './place.ts';

/** `user`: the person's own files; `project`: those in the folder at hand. */
export const scopes = ['user', 'project'] as const;
export type Scope = (typeof scopes)[number];

/** A program that runs agents: what to write where so that it reports, and how it says no. */
export interface Harness {
  readonly id: model.Harness;
  /** As its makers call it. */
  readonly name: string;
  /** Names under which it lies on PATH. */
  readonly programs: readonly string[];
  /** Whether what is written was held against the real program. */
  readonly tested: boolean;
  /** There once the program has been used on this machine. */
  readonly folder: (place: Place) => string;
  readonly files: (place: Place, scope: Scope) => readonly ConfigFile[];
  readonly guard: Guard;
  /** What the person has to do themselves before it works, or should know. */
  readonly notes: (scope: Scope) => readonly string[];
}

/** The event before a tool call, which alone can stop it. */
export interface Guard {
  readonly event: string;
  /** What the program would send to the hook, from a session of this id. */
  readonly input: (session: string, folder: string) => unknown;
  /** The reason with which an answer of the hook stops the tool; undefined when it does not. */
  readonly reasonOfDeny: (answer: unknown) => string | undefined;
}

export const mcpName = 'watchstander';

/** So long a program waits for a hook; ours answers within 300 ms, whatever the sidecar does. */
export const hookTimeoutSeconds = 10;
