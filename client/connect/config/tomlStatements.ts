import { ConfigFault } from './configFault.ts';

/**
 * TOML as far as it takes to find a table: where each statement begins and ends and which key it is
 * about (https://toml.io/en/v1.0.0). Values are passed over, not read.
 */
export interface Statement {
  readonly kind: 'header' | 'key' | 'blank';
  /** Of a key: with the table that it is in. Empty for blank lines and comments. */
  readonly path: readonly string[];
  readonly start: number;
  /** Behind the line break. */
  readonly end: number;
}

/** @throws ConfigFault when a string or list is not closed: then nothing can be appended. */
export function statementsOf(text: string): Statement[] {
  const statements: Statement[] = [];
  let table: readonly string[] = [];
  for (let start = 0; start < text.length;) {
    const first = /[^ \t]|$/.exec(text.slice(start))?.[0] ?? '';
    const isBlank = first === '' || '#\r\n'.includes(first);
    const end = isBlank || first === '[' ? lineEnd(text, start) : valueEnd(text, start);
    if (isBlank) statements.push({ kind: 'blank', path: [], start, end });
    else if (first === '[') {
      table = keysIn(text.slice(start, end).replace(/^[ \t]*\[+/, ''), ']');
      statements.push({ kind: 'header', path: table, start, end });
    } else {
      const path = [...table, ...keysIn(text.slice(start, end), '=')];
      statements.push({ kind: 'key', path, start, end });
    }
    start = end;
  }
  return statements;
}

/** The dotted key at the beginning of a text; bare and quoted parts. */
function keysIn(text: string, stop: ']' | '='): string[] {
  const keys: string[] = [];
  for (const [part] of text.matchAll(/"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[\w-]+|[\]=#\n]/g)) {
    if (part === stop || part === '#' || part === '\n') break;
    keys.push(/^["']/.test(part) ? unquoted(part) : part);
  }
  return keys;
}

function unquoted(part: string): string {
  if (part.startsWith("'")) return part.slice(1, -1);
  try {
    return JSON.parse(part) as string;
  } catch (error) {
    // TOML knows escapes that JSON does not; no key of ours has one.
    if (error instanceof SyntaxError) return part;
    throw error;
  }
}

const delimiters = /"""|'''|"|'|#|[[\]{}]|\n/g;

function valueEnd(text: string, start: number): number {
  let depth = 0;
  delimiters.lastIndex = start;
  for (;;) {
    const found = delimiters.exec(text);
    const mark = found?.[0];
    if (found === null || mark === undefined) {
      if (depth === 0) return text.length;
      throw unclosed(text, start);
    }
    if (mark === '\n' && depth === 0) return found.index + 1;
    if (mark === '[' || mark === '{') depth += 1;
    if (mark === ']' || mark === '}') depth -= 1;
    if (mark === '#') delimiters.lastIndex = breakAfter(text, found.index);
    if (/["']/.test(mark)) delimiters.lastIndex = stringEnd(text, found.index, mark);
  }
}

function stringEnd(text: string, open: number, mark: string): number {
  const isBasic = mark.startsWith('"');
  for (let at = open + mark.length; at < text.length; at += 1) {
    if (isBasic && text[at] === '\\') at += 1;
    else if (text[at] === '\n' && mark.length === 1) break;
    else if (text.startsWith(mark, at)) {
      // Up to two more quotes may belong to the content of a multi-line string.
      while (mark.length === 3 && text[at + 3] === mark[0]) at += 1;
      return at + mark.length;
    }
  }
  throw unclosed(text, open);
}

/** Behind the line break. */
function lineEnd(text: string, start: number): number {
  return Math.min(breakAfter(text, start) + 1, text.length);
}

function breakAfter(text: string, start: number): number {
  const at = text.indexOf('\n', start);
  return at === -1 ? text.length : at;
}

function unclosed(text: string, at: number): ConfigFault {
  return new ConfigFault(`Line ${text.slice(0, at).split('\n').length} is not TOML: not closed.`);
}
