import {
  createScanner,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import { Lines } from './place.ts';
import { wholeFileFault, type PolicyFault } from './policyFault.ts';
import { nameOf, Source, type Span } from './source.ts';

/** Characters; no policy comes near, and a window sends no more. */
export const longestPolicy = 256 * 1024;

/** Objects within objects; the parser takes one stack frame for each. */
const deepest = 50;

/** From jsonc-parser, whose constants are an ambient enum. */
const tokens = { openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4, end: 17 } as const;

/** The text as a tree, or why it is none. */
export function parseSource(text: string): Source | readonly PolicyFault[] {
  if (text.length > longestPolicy) {
    return [wholeFileFault('too-large', `The file has more than ${longestPolicy} characters.`)];
  }
  if (text.trim() === '') {
    return [wholeFileFault('syntax', 'The file is empty; {} is a policy with all defaults.')];
  }
  const tooDeep = findTooDeep(text);
  if (tooDeep !== null)
    return [faultAt(text, tooDeep, `This is nested more than ${deepest} deep.`)];
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  if (root === undefined || errors.length > 0) return firstOfLines(errors, text);
  return new Source(text, root);
}

/** As much of the text as is a tree, while somebody types; null for what is not to be parsed. */
export function parseLeniently(text: string): Node | null {
  if (text.length > longestPolicy || findTooDeep(text) !== null) return null;
  return parseTree(text, [], { allowTrailingComma: true }) ?? null;
}

/** Where it begins to be too deep. */
function findTooDeep(text: string): Span | null {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let token: number = scanner.scan(); token !== tokens.end; token = scanner.scan()) {
    if (token === tokens.openBrace || token === tokens.openBracket) depth += 1;
    if (token === tokens.closeBrace || token === tokens.closeBracket) depth -= 1;
    if (depth > deepest) return { offset: scanner.getTokenOffset(), length: 1 };
  }
  return null;
}

/** One mistake makes several errors behind it: the first of each line is said. */
function firstOfLines(errors: readonly ParseError[], text: string): PolicyFault[] {
  const lines = new Map<number, PolicyFault>();
  for (const error of errors) {
    const code = printParseErrorCode(error.error);
    const fault = faultAt(text, error, words[code] ?? code);
    if (!lines.has(fault.from.line)) lines.set(fault.from.line, fault);
  }
  return [...lines.values()];
}

function faultAt(text: string, { offset, length }: Span, message: string): PolicyFault {
  const lines = new Lines(text);
  const [from, to] = [lines.placeOf(offset), lines.placeOf(offset + length)];
  return { code: 'syntax', message, from, to, suggestion: null };
}

const words: Readonly<Record<string, string>> = {
  InvalidSymbol: 'This is not JSON; strings and keys are in double quotes.',
  InvalidNumberFormat: 'This is not a number.',
  PropertyNameExpected: 'A key in double quotes is expected here.',
  ValueExpected: 'A value is expected here.',
  ColonExpected: 'A colon is expected here.',
  CommaExpected: 'A comma is expected here.',
  CloseBraceExpected: 'A closing brace is expected here.',
  CloseBracketExpected: 'A closing bracket is expected here.',
  EndOfFileExpected: 'Nothing may follow the policy’s closing brace.',
  UnexpectedEndOfComment: 'This comment has no end.',
  UnexpectedEndOfString: 'This string has no closing quote.',
  UnexpectedEndOfNumber: 'This number has no end.',
  InvalidUnicode: 'This is not a Unicode escape.',
  InvalidEscapeCharacter: 'This is not an escape.',
  InvalidCharacter: 'This character has to be escaped.',
};

/** Keys given twice: one of them would be without effect, and nobody could tell which. */
export function duplicateFaults(source: Source): PolicyFault[] {
  return duplicatesIn(source.root).map((key) =>
    source.fault('duplicate-key', `${JSON.stringify(key.value)} is given twice.`, key),
  );
}

function duplicatesIn(node: Node): Node[] {
  const seen = new Set<string>();
  return (node.children ?? []).flatMap((child) => {
    const name = nameOf(child);
    const isRepeated = name !== null && seen.has(name);
    if (name !== null) seen.add(name);
    const [key] = child.children ?? [];
    return [...(isRepeated && key !== undefined ? [key] : []), ...duplicatesIn(child)];
  });
}
