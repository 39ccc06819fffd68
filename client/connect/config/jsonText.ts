import {
  createScanner,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import { ConfigFault } from './configFault.ts';

/**
 * Edits of JSON with comments that leave every other character as it is. An insertion goes behind the
 * last child, and removing that child takes out exactly what the insertion put in.
 */

/** From jsonc-parser, whose constants are an ambient enum. */
const token = { comma: 5, lineComment: 12, blockComment: 13, lineBreak: 14, space: 15, end: 17 };

/** Null when there is nothing but space and comments. @throws ConfigFault */
export function parseConfig(text: string): Node | null {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  if (root === undefined) {
    if (isBlank(text)) return null;
    throw new ConfigFault('It is not JSON.');
  }
  const [error] = errors;
  if (error === undefined) return root;
  const line = text.slice(0, error.offset).split('\n').length;
  throw new ConfigFault(`Line ${line} is not JSON (${printParseErrorCode(error.error)}).`);
}

/** Inserts a child behind the last one. `name` is the key in an object, undefined in a list. */
export function insertChild(
  text: string,
  container: Node,
  name: string | undefined,
  value: unknown,
): string {
  const last = container.children?.at(-1);
  const from = last === undefined ? container.offset + 1 : endOf(last);
  const close = endOf(container) - 1;
  const { commaEnd, anchor } = tailOf(text, from, close);
  const item = renderChild(text, container, name, value);
  const behind = last !== undefined && commaEnd !== null ? `${item.text},` : item.text;
  // In an empty container nothing shows where the closing bracket should stand.
  const isClosed = last !== undefined || text.slice(anchor, close).includes('\n');
  const closing = isClosed ? '' : item.closing;
  const whole = text.slice(0, anchor) + behind + closing + text.slice(anchor);
  const needsComma = last !== undefined && commaEnd === null;
  return needsComma ? `${whole.slice(0, from)},${whole.slice(from)}` : whole;
}

/** Takes a child of an object or list out, with the space before it and the comma it needed. */
export function removeChild(text: string, container: Node, child: Node): string {
  const children = container.children ?? [];
  const index = children.indexOf(child);
  const before = children[index - 1];
  const next = children[index + 1];
  const from = before === undefined ? container.offset + 1 : endOf(before);
  const gap = gapBetween(text, from, child.offset);
  const after = gapBetween(text, endOf(child), next?.offset ?? endOf(container) - 1);
  // What follows on the line must not become part of a comment that ends with its line.
  const isLineLeft = /^[ \t]*,?[ \t]*\r?\n/.test(text.slice(endOf(child), endOf(child) + 200));
  const start = gap.isLineComment && !isLineLeft ? child.offset : gap.lastEnd;
  const cuts: [number, number][] = [[start, endOf(child)]];
  // The comma behind it goes with it; the last one without a comma leaves none before it either.
  if (after.comma !== null) cuts.push([after.comma, after.comma + 1]);
  else if (gap.comma !== null) cuts.push([gap.comma, gap.comma + 1]);
  return cutOut(text, cuts);
}

export function replaceNode(text: string, node: Node, raw: string): string {
  return text.slice(0, node.offset) + raw + text.slice(endOf(node));
}

/** A document of one value, behind the comments of a text that has nothing else. */
export function beginDocument(text: string, value: unknown): string {
  const eol = lineBreakOf(text);
  const start = text === '' || text.endsWith('\n') ? text : text + eol;
  return start + JSON.stringify(value, null, 2).replaceAll('\n', eol) + eol;
}

/** A value as it would be written in the place of a node. */
export function renderInPlace(text: string, node: Node, value: unknown): string {
  if (!isOnLines(text, node)) return JSON.stringify(value);
  const rendered = JSON.stringify(value, null, unitOf(text));
  return rendered.replaceAll('\n', lineBreakOf(text) + indentAt(text, node.offset));
}

/**
 * Nothing but space between the brackets, and before them to the key: a comment is somebody's.
 * `offset` and `length` are those of the container in `text`, `keyEnd` is where its key ends.
 */
export function isBare(text: string, { offset, length }: Node, keyEnd: number | null): boolean {
  const inside = text.slice(offset + 1, offset + length - 1);
  const between = keyEnd === null ? ':' : text.slice(keyEnd, offset);
  return inside.trim() === '' && between.trim() === ':';
}

export function endOf(node: Node): number {
  return node.offset + node.length;
}

interface Rendered {
  readonly text: string;
  /** What the closing bracket needs before it to stand on a line of its own. */
  readonly closing: string;
}

function renderChild(
  text: string,
  container: Node,
  name: string | undefined,
  value: unknown,
): Rendered {
  const key = name === undefined ? '' : `${JSON.stringify(name)}: `;
  const first = (container.children ?? []).length === 0;
  if (!isOnLines(text, container)) {
    return { text: `${first ? '' : ' '}${key}${JSON.stringify(value)}`, closing: '' };
  }
  const eol = lineBreakOf(text);
  const outer = indentAt(text, container.offset);
  const indent = childIndent(text, container) ?? outer + unitOf(text);
  const lines = JSON.stringify(value, null, unitOf(text)).split('\n');
  return { text: eol + indent + key + lines.join(eol + indent), closing: eol + outer };
}

/** Whether children stand on lines of their own; an empty container does as its document does. */
function isOnLines(text: string, container: Node): boolean {
  const inside = text.slice(container.offset, endOf(container));
  if (inside.includes('\n')) return true;
  const isEmpty = (container.children ?? []).length === 0;
  return isEmpty && (text.trim().includes('\n') || text.trim().length === inside.length);
}

function childIndent(text: string, container: Node): string | null {
  const last = container.children?.at(-1);
  if (last === undefined) return null;
  const line = text.slice(text.lastIndexOf('\n', last.offset - 1) + 1, last.offset);
  return line.trim() === '' ? line : null;
}

function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** One step of indentation, as the first indented line has it. */
function unitOf(text: string): string {
  const indent = /^(\t+| +)["{[]/m.exec(text)?.[1] ?? '  ';
  return indent.startsWith('\t') ? '\t' : indent.slice(0, 8);
}

function lineBreakOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}

/** Behind the last child, its comma and the comments on its line: there the next one goes. */
function tailOf(
  text: string,
  from: number,
  close: number,
): { commaEnd: number | null; anchor: number } {
  let commaEnd: number | null = null;
  let anchor = from;
  let line: 'same' | 'later' = 'same';
  for (const { kind, start, end } of tokensIn(text, from, close)) {
    if (kind === token.lineBreak) line = 'later';
    if (kind === token.comma) {
      commaEnd = end;
      anchor = end;
      line = 'same';
    }
    const isComment = kind === token.lineComment || kind === token.blockComment;
    if (isComment && line === 'same') {
      anchor = end;
      if (text.slice(start, end).includes('\n')) line = 'later';
    }
  }
  return { commaEnd, anchor };
}

interface Gap {
  readonly comma: number | null;
  /** Where what is not space ends. */
  readonly lastEnd: number;
  /** Whether that is a comment up to the end of the line. */
  readonly isLineComment: boolean;
}

/** What is between two children, or between one and a bracket. */
function gapBetween(text: string, from: number, to: number): Gap {
  let comma: number | null = null;
  let last = { kind: token.space, end: from };
  for (const { kind, start, end } of tokensIn(text, from, to)) {
    if (kind === token.comma) comma = start;
    if (kind !== token.lineBreak && kind !== token.space) last = { kind, end };
  }
  return { comma, lastEnd: last.end, isLineComment: last.kind === token.lineComment };
}

interface Token {
  readonly kind: number;
  readonly start: number;
  readonly end: number;
}

function* tokensIn(text: string, from: number, to: number): Generator<Token> {
  const scanner = createScanner(text.slice(from, to));
  for (;;) {
    const kind: number = scanner.scan();
    if (kind === token.end) return;
    const start = from + scanner.getTokenOffset();
    yield { kind, start, end: start + scanner.getTokenLength() };
  }
}

function cutOut(text: string, cuts: readonly [number, number][]): string {
  const lastFirst = [...cuts].sort(([a], [b]) => b - a);
  return lastFirst.reduce((rest, [start, end]) => rest.slice(0, start) + rest.slice(end), text);
}

function isBlank(text: string): boolean {
  const kinds = [...tokensIn(text, 0, text.length)].map(({ kind }) => kind);
  const blank = [token.lineBreak, token.space, token.lineComment, token.blockComment];
  return kinds.every((kind) => blank.includes(kind));
}
