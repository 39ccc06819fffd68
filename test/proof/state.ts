import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { losses, type Outcome, type Part, type Scale } from './part.ts';

/** What is known of a part, after some of its pieces. */
export interface PartState {
  /** Numbers of the pieces that are done. */
  readonly done: number[];
  readonly counts: Record<string, number>;
  readonly notes: string[];
  /** What was lost, and in which piece; none, if all is well. */
  readonly failures: Failure[];
  /** Time of all pieces together. */
  tookMs: number;
}

interface Failure {
  readonly piece: number;
  readonly what: string;
  /** The counts have it, too. */
  readonly isCounted?: boolean;
}

/** A long run, as far as it is; in a file, so that it can go on another day. */
export interface RunState {
  readonly scale: Scale;
  readonly seed: number;
  /** Where it began. */
  readonly commit: string;
  /** A digest of what it is about. */
  readonly code: string;
  readonly started: string;
  readonly parts: Record<string, PartState>;
}

export function newRun(begun: Omit<RunState, 'parts'>): RunState {
  return { ...begun, parts: {} };
}

export function stateOf(run: RunState, { name }: Part): PartState {
  return (run.parts[name] ??= { done: [], counts: {}, notes: [], failures: [], tookMs: 0 });
}

/** How much of its goal a part has counted. */
export function countOf(run: RunState, part: Part): number {
  return stateOf(run, part).counts[part.unit] ?? 0;
}

export function isDone(run: RunState, part: Part): boolean {
  const { failures } = stateOf(run, part);
  // One that fails again and again would never count to its goal.
  return failures.length >= failuresEnough || countOf(run, part) >= part.goal[run.scale];
}

/** Whether the pieces under way will do: another one would only make it late. */
export function isInSight(run: RunState, part: Part, underWay: number): boolean {
  const { done } = stateOf(run, part);
  const count = countOf(run, part);
  const perPiece = done.length === 0 ? 0 : count / done.length;
  return isDone(run, part) || count + underWay * perPiece >= part.goal[run.scale];
}

const failuresEnough = 3;

/** The lowest piece that is neither done nor under way. */
export function nextPiece(run: RunState, part: Part, underWay: readonly number[]): number {
  const taken = new Set([...stateOf(run, part).done, ...underWay]);
  let piece = 0;
  while (taken.has(piece)) piece += 1;
  return piece;
}

/** Adds what a piece came to. */
export function take(
  run: RunState,
  part: Part,
  piece: number,
  came: { readonly outcome: Outcome | Error; readonly tookMs: number },
): void {
  const state = stateOf(run, part);
  state.done.push(piece);
  state.tookMs += came.tookMs;
  if (came.outcome instanceof Error) {
    state.failures.push({ piece, what: describe(came.outcome) });
    return;
  }
  for (const [name, count] of Object.entries(came.outcome.counts)) {
    state.counts[name] = (state.counts[name] ?? 0) + count;
  }
  state.notes.push(...(came.outcome.notes ?? []));
  const { fault } = came.outcome;
  if (fault !== undefined) state.failures.push({ piece, what: fault, isCounted: true });
}

/** How often something was lost. */
export function lossesOf(run: RunState, part: Part): number {
  const { counts, failures } = stateOf(run, part);
  const uncounted = failures.filter(({ isCounted = false }) => !isCounted);
  return uncounted.length + losses.reduce((sum, name) => sum + (counts[name] ?? 0), 0);
}

export function describe(error: unknown): string {
  const { message, cause } = error as Error;
  return cause === undefined ? message : `${message}: ${describe(cause)}`;
}

/** Null when there is none. */
export function readRun(path: string): RunState | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as RunState;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Replaced as a whole: an interruption leaves the old one or the new one. */
export function writeRun(path: string, run: RunState): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(run, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}
