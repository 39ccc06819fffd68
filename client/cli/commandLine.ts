import { parseArgs } from 'node:util';
import {
  keywordsOf,
  nameOf,
  positionalsOf,
  UsageError,
  type Call,
  type Command,
} from './command.ts';

export type Parsed =
  | { readonly kind: 'run'; readonly command: Command; readonly call: Call }
  | { readonly kind: 'help'; readonly command: Command | null }
  | { readonly kind: 'version' };

/**
 * Reads what stands after `watchstander`.
 * @throws UsageError
 */
export function parseCommandLine(words: readonly string[], commands: readonly Command[]): Parsed {
  const [name, ...rest] = words;
  if (name === undefined) throw new UsageError('No command was given.');
  if (name === '--version' || name === '-v' || name === 'version') return { kind: 'version' };
  if (name === '--help' || name === '-h') return { kind: 'help', command: null };
  if (name === 'help') return helpOn(rest[0], commands);
  const command = findCommand(name, commands);
  if (asksForHelp(rest)) return { kind: 'help', command };
  return { kind: 'run', command, call: parseCall(command, rest) };
}

function helpOn(topic: string | undefined, commands: readonly Command[]): Parsed {
  return { kind: 'help', command: topic === undefined ? null : findCommand(topic, commands) };
}

function findCommand(name: string, commands: readonly Command[]): Command {
  const found = commands.find((command) => nameOf(command) === name);
  if (found === undefined) throw new UsageError(`There is no command ${JSON.stringify(name)}.`);
  return found;
}

function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  const options = end === -1 ? words : words.slice(0, end);
  return options.includes('--help') || options.includes('-h');
}

function parseCall(command: Command, words: readonly string[]): Call {
  const { positionals, values } = parseWords(command, words);
  const wanted = positionalsOf(command);
  const missing = wanted[positionals.length];
  if (missing !== undefined) throw new UsageError(`<${missing}> is missing.`);
  const [keyword, ...extras] = positionals.slice(wanted.length);
  const extra = keywordsOf(command).includes(keyword ?? '') ? extras[0] : keyword;
  if (extra !== undefined) throw new UsageError(`${JSON.stringify(extra)} is one word too many.`);
  return { positionals, values };
}

function parseWords(command: Command, words: readonly string[]): Call {
  try {
    return parseArgs({ args: [...words], options: command.options, allowPositionals: true });
  } catch (error) {
    if (isParseError(error)) throw new UsageError(error.message);
    throw error;
  }
}

function isParseError(error: unknown): error is Error {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  return error instanceof Error && code.startsWith('ERR_PARSE_ARGS_');
}
