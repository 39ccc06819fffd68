import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Harness } from '../../shared/model.ts';
import type { Scope } from './harness.ts';

/**
 * What Connect did to one file: enough to undo it to the byte as long as nobody else has edited the
 * file since. It holds what was between our first and our last change, and nothing else of the file.
 */
export interface Receipt {
  readonly harness: Harness;
  readonly scope: Scope;
  readonly path: string;
  /** For the scope `project`: its folder. */
  readonly project: string;
  /** SHA-256 of the file as Connect left it. */
  readonly written: string;
  /** Replaces `start` to `end` of that text to have the former one; null: there was no file. */
  readonly undo: { readonly start: number; readonly end: number; readonly text: string } | null;
  /** An entry of somebody else that ours took the place of. */
  readonly displaced: string | null;
  /** The first of the folders that had to be made for it. */
  readonly madeFolder: string | null;
}

const folder = 'connected';

export async function readReceipt(home: string, path: string): Promise<Receipt | null> {
  return parseReceipt(await readFile(receiptFile(home, path), 'utf8').catch(nothing));
}

/** Everything that is connected from this home. */
export async function listReceipts(home: string): Promise<Receipt[]> {
  const names = (await readdir(join(home, folder)).catch(() => [])).sort();
  const texts = names.map((name) => readFile(join(home, folder, name), 'utf8').catch(nothing));
  return (await Promise.all(texts)).flatMap((text) => parseReceipt(text) ?? []);
}

export async function keepReceipt(home: string, receipt: Receipt): Promise<void> {
  await mkdir(join(home, folder), { recursive: true, mode: 0o700 });
  const text = `${JSON.stringify(receipt, null, 2)}\n`;
  await writeFileAtomic(receiptFile(home, receipt.path), text, { mode: 0o600 });
}

export async function dropReceipt(home: string, path: string): Promise<void> {
  await rm(receiptFile(home, path), { force: true });
}

/** What `Receipt.undo` needs to make `before` of `after` again. */
export function undoOf(before: string | null, after: string): Receipt['undo'] {
  if (before === null) return null;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < most - start && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return { start, end: after.length - tail, text: before.slice(start, before.length - tail) };
}

/** The former text, if the present one is what Connect left; undefined otherwise. */
export function undone(receipt: Receipt, text: string): string | null | undefined {
  if (digestOf(text) !== receipt.written) return undefined;
  const { undo } = receipt;
  return undo === null ? null : text.slice(0, undo.start) + undo.text + text.slice(undo.end);
}

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function receiptFile(home: string, path: string): string {
  return join(home, folder, `${digestOf(path).slice(0, 16)}.json`);
}

/** A receipt that cannot be read is as if it were not there: our entries are known by themselves. */
function parseReceipt(text: string | null): Receipt | null {
  if (text === null) return null;
  try {
    const value = JSON.parse(text) as Partial<Receipt> | null;
    const isWhole = typeof value?.path === 'string' && typeof value.written === 'string';
    return isWhole ? (value as Receipt) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function nothing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
