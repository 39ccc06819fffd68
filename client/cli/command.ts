import type { ParseArgsConfig } from 'node:util';
import type { Clock } from '../../shared/clock.ts';
import type { SidecarConnection } from '../connection/types.ts';
import type { Paint } from './output/paint.ts';

export type Options = NonNullable<ParseArgsConfig['options']>;

/** What was typed after the command's name. */
export interface Call {
  /** As many as the command's usage names. */
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
}

/** Everything of the outside that a command may touch. */
export interface Surroundings {
  readonly home: string;
  /** Absolute path of dist/sidecar.js. */
  readonly sidecarFile: string;
  readonly clock: Clock;
  readonly paint: Paint;
  /** Results. */
  readonly print: (text: string) => void;
  /** Results too long to be held, as fast as they are read. */
  readonly pour: (pieces: AsyncIterable<string>) => Promise<void>;
  /** Messages. */
  readonly complain: (text: string) => void;
  /** Yes or no; no when nobody is there to answer. */
  readonly ask: (question: string) => Promise<boolean>;
  readonly connect: (start: 'ifNeeded' | 'never') => SidecarConnection;
}

export const done = 0;
export const failed = 1;
export const wrongUsage = 2;
export type ExitCode = typeof done | typeof failed | typeof wrongUsage;

export interface Command {
  /** `name <positional> [keyword] [--option value]` */
  readonly usage: string;
  readonly summary: string;
  readonly options: Options;
  /** @throws UsageError, WatchstanderError */
  readonly run: (call: Call, around: Surroundings) => Promise<ExitCode>;
}

/** The command line cannot be understood. */
export class UsageError extends Error {}

export const jsonOption: Options = { json: { type: 'boolean', default: false } };

export function nameOf(command: Command): string {
  return command.usage.split(' ', 1)[0] ?? '';
}

/** The names between `<` and `>`: all are required. */
export function positionalsOf(command: Command): readonly string[] {
  return [...command.usage.matchAll(/<([^>]+)>/g)].map(([, name]) => name ?? '');
}

/** Words that may follow the positionals, one of them at most: those alone between `[` and `]`. */
export function keywordsOf(command: Command): readonly string[] {
  return [...command.usage.matchAll(/\[(\w+)\]/g)].map(([, word]) => word ?? '');
}

/** The value of an option that takes one. */
export function optionText(call: Call, name: string): string | undefined {
  const value = call.values[name];
  return typeof value === 'string' ? value : undefined;
}

export function optionFlag(call: Call, name: string): boolean {
  return call.values[name] === true;
}
