import { failures } from '../../../shared/errors.ts';

/** Arguments of a tool, before anything about them is known. */
export type ToolArguments = Readonly<Record<string, unknown>>;

const again = 'Correct the named field and call the tool again; nothing was changed.';

/** @throws WatchstanderError INVALID_INPUT */
export function readText(from: ToolArguments, name: string): string | undefined {
  const value = from[name];
  if (value === undefined || typeof value === 'string') return value;
  throw failures.invalidInput(`${name}: must be a string`, again);
}

/** @throws WatchstanderError INVALID_INPUT */
export function readFlag(
  from: ToolArguments,
  name: string,
  absent: 'true' | 'false' = 'false',
): boolean {
  const value = from[name];
  if (value === undefined) return absent === 'true';
  if (typeof value === 'boolean') return value;
  throw failures.invalidInput(`${name}: must be true or false`, again);
}

/** @throws WatchstanderError INVALID_INPUT */
export function readCount(from: ToolArguments, name: string): number | undefined {
  const value = from[name];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw failures.invalidInput(`${name}: must be a whole number, 1 or more`, again);
}

/** The first choice is the default. @throws WatchstanderError INVALID_INPUT */
export function readChoice<T extends string>(
  from: ToolArguments,
  name: string,
  choices: readonly [T, ...T[]],
): T {
  const value = from[name];
  if (value === undefined) return choices[0];
  const chosen = choices.find((choice) => choice === value);
  if (chosen !== undefined) return chosen;
  throw failures.invalidInput(`${name}: must be one of ${choices.join(', ')}`, again);
}
