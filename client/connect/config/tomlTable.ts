import { ConfigFault } from './configFault.ts';
import { launchersIn } from './launchersIn.ts';
import { statementsOf, type Statement } from './tomlStatements.ts';

/** A table of our own: appended and taken out as text, so that nothing else is written anew. */
export interface TomlTable {
  readonly name: readonly string[];
  readonly values: Readonly<Record<string, string | readonly string[]>>;
}

/** @throws ConfigFault */
export function addTable(text: string, table: TomlTable): string {
  refuseOtherForms(text, table);
  const rendered = render(table, lineBreakOf(text));
  const [first, ...others] = blocksOf(text, table);
  if (first !== undefined) return replaceBlocks(text, [first, ...others], rendered);
  if (text === '') return rendered;
  const eol = lineBreakOf(text);
  return text + (text.endsWith('\n') ? '' : eol) + eol + rendered;
}

/** Keys that somebody added to our table stay. @throws ConfigFault */
export function hasTable(text: string, table: TomlTable): boolean {
  const [block] = blocksOf(text, table);
  if (block === undefined) return false;
  const lines = text.slice(block.start, block.end).split(/\r?\n/);
  const wanted = render(table, '\n').trimEnd().split('\n');
  return wanted.every((line) => lines.includes(line));
}

/** @throws ConfigFault */
export function removeTable(text: string, table: TomlTable, displaced: string | null): string {
  const blocks = blocksOf(text, table);
  if (blocks.length === 0 || !isOurs(text, blocks)) return text;
  return replaceBlocks(text, blocks, displaced ?? '');
}

/** @throws ConfigFault */
export function displacedTable(text: string, table: TomlTable): string | null {
  const blocks = blocksOf(text, table);
  if (blocks.length === 0 || isOurs(text, blocks)) return null;
  return blocks.map(({ start, end }) => text.slice(start, end)).join('');
}

interface Block {
  readonly start: number;
  readonly end: number;
}

/** The table and those within it; comments and blank lines behind their last key are not theirs. */
function blocksOf(text: string, table: TomlTable): Block[] {
  const blocks: Block[] = [];
  let open: 'ours' | 'others' = 'others';
  for (const statement of statementsOf(text)) {
    if (statement.kind === 'blank') continue;
    const last = blocks.at(-1);
    if (statement.kind === 'header') {
      const continues = open === 'ours';
      open = isWithin(statement.path, table.name) ? 'ours' : 'others';
      if (open === 'ours' && !continues) blocks.push(statement);
    }
    if (open === 'ours' && last !== undefined && statement.start > last.start) {
      blocks[blocks.indexOf(last)] = { start: last.start, end: statement.end };
    }
  }
  return blocks;
}

function replaceBlocks(text: string, blocks: readonly Block[], instead: string): string {
  return blocks.reduceRight((rest, { start, end }, index) => {
    if (index === 0 && instead !== '') return rest.slice(0, start) + instead + rest.slice(end);
    // The blank line that was put before it goes with it.
    const before = rest.slice(0, start).replace(/(^|\n)\r?\n$/, '$1');
    return before + rest.slice(end);
  }, text);
}

/** A table that is written inline, or with dotted keys, cannot be added to by a header. */
function refuseOtherForms(text: string, { name }: TomlTable): void {
  let header: readonly string[] = [];
  for (const { kind, path, start } of statementsOf(text)) {
    if (kind === 'header') header = path;
    if (kind !== 'key' || isWithin(header, name)) continue;
    if (!isWithin(path, name) && !isSame(path, name.slice(0, -1))) continue;
    const line = text.slice(0, start).split('\n').length;
    throw new ConfigFault(`Line ${line} sets ${path.join('.')} in a form that cannot be added to.`);
  }
}

function isOurs(text: string, blocks: readonly Block[]): boolean {
  return blocks.some(({ start, end }) => launchersIn(text.slice(start, end)).length > 0);
}

function isWithin(path: Statement['path'], name: readonly string[]): boolean {
  return name.every((part, index) => path[index] === part);
}

function isSame(path: Statement['path'], name: readonly string[]): boolean {
  return path.length === name.length && isWithin(path, name);
}

/** What JSON.stringify writes of texts and lists of texts is TOML, too. */
function render({ name, values }: TomlTable, eol: string): string {
  const lines = Object.entries(values).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  return [`[${name.join('.')}]`, ...lines, ''].join(eol);
}

function lineBreakOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}
