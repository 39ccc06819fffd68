import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import { readFileSync, renameSync, unlinkSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { lock } from 'proper-lockfile';
import { WatchstanderError } from '../../../shared/errors.ts';

/** A configuration as it was read. */
export interface Snapshot {
  /** As the program names it. */
  readonly path: string;
  /** Where the links lead: that file is replaced, the links stay. */
  readonly realPath: string;
  /** Null when there is no such file. */
  readonly text: string | null;
}

/** @throws WatchstanderError INVALID_INPUT or UNAVAILABLE, with the path and what to do. */
export async function readConfig(path: string): Promise<Snapshot> {
  const realPath = await follow(path);
  return { path, realPath, text: decoded(path, await readRegular(path, realPath)) };
}

/** @throws WatchstanderError UNAVAILABLE when the file or its folder may not be written. */
export async function refuseReadOnly({ path, realPath, text }: Snapshot): Promise<void> {
  if (text === null) return;
  const { mode } = await fs.stat(realPath);
  // A rename would replace a read-only file all the same, and the superuser may write everything:
  // but somebody took the permission away for a reason.
  const isWritable = process.platform === 'win32' || (mode & constants.S_IWUSR) !== 0;
  if (!isWritable) throw readOnly(path, 'is read-only');
  await fs.access(dirname(realPath), constants.W_OK).catch((error: unknown) => {
    throw readOnly(path, `is in a folder that cannot be written (${codeOf(error)})`);
  });
}

/**
 * Makes an edit the next content of a file: whole or not at all, with the permissions that the file
 * has. `edit` is given what is there and may be asked again: when the file was changed meanwhile, the
 * edit is made anew, on what the other one wrote. Null means that there is no file.
 */
export async function editConfig(path: string, edit: Edit): Promise<void> {
  const realPath = await follow(path);
  const release = await claim(path, realPath);
  try {
    for (let turn = 0; turn < turns; turn += 1) {
      const before = await readRegular(path, realPath);
      const text = decoded(path, before);
      const next = await edit({ path, realPath, text });
      if (next === text || (await replace(realPath, before, next))) return;
    }
    throw changing(path);
  } finally {
    await release();
  }
}

export type Edit = (snapshot: Snapshot) => Promise<string | null>;

/** Somebody who writes without a pause is waited for this often. */
const turns = 50;

/**
 * The same lock as Claude Code takes for its own file, so that neither overwrites the other. For those
 * who take none there is the comparison below.
 */
async function claim(path: string, realPath: string): Promise<() => Promise<void>> {
  await fs.access(dirname(realPath)).catch((error: unknown) => {
    throw readOnly(path, `is in a folder that is not there (${codeOf(error)})`);
  });
  try {
    return await lock(realPath, {
      realpath: false,
      retries: { retries: 60, minTimeout: 20, maxTimeout: 100 },
    });
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ELOCKED') throw changing(path);
    throw readOnly(path, `is in a folder that cannot be written (${code})`);
  }
}

async function replace(
  realPath: string,
  before: Buffer | null,
  next: string | null,
): Promise<boolean> {
  if (next === null) return removeIfSame(realPath, before);
  const draft = join(dirname(realPath), `.${basename(realPath)}.${randomBytes(6).toString('hex')}`);
  try {
    await writeDraft(draft, realPath, next);
    // Between the comparison and the rename nothing else of this process runs: microseconds.
    if (!isSame(readIfThere(realPath), before)) return false;
    renameSync(draft, realPath);
    return true;
  } finally {
    await fs.rm(draft, { force: true });
  }
}

function removeIfSame(realPath: string, before: Buffer | null): boolean {
  if (!isSame(readIfThere(realPath), before)) return false;
  unlinkSync(realPath);
  return true;
}

async function writeDraft(draft: string, realPath: string, text: string): Promise<void> {
  const old = await fs.stat(realPath).catch(nullIfMissing);
  const handle = await fs.open(draft, 'wx', old === null ? 0o600 : old.mode & 0o777);
  try {
    if (old !== null) {
      await handle.chmod(old.mode & 0o777);
      // Only the superuser can, and only then does it matter.
      if (process.getuid?.() === 0) await handle.chown(old.uid, old.gid);
    }
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The end of the links, also when nothing is there. */
async function follow(path: string, links = 0): Promise<string> {
  const stat = await fs.lstat(path).catch(nullIfMissing);
  if (stat?.isSymbolicLink() !== true) return path;
  if (links > 40) throw readOnly(path, 'is a link that leads nowhere');
  return follow(resolve(dirname(path), await fs.readlink(path)), links + 1);
}

async function readRegular(path: string, realPath: string): Promise<Buffer | null> {
  try {
    const stat = await fs.stat(realPath);
    if (!stat.isFile()) throw readOnly(path, 'is not a file');
    return await fs.readFile(realPath);
  } catch (error) {
    if (error instanceof WatchstanderError) throw error;
    if (codeOf(error) === 'ENOENT') return null;
    throw readOnly(path, `cannot be read (${codeOf(error)})`);
  }
}

/** What is not UTF-8 would not come out as it went in. */
function decoded(path: string, bytes: Buffer | null): string | null {
  if (bytes === null) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new WatchstanderError(
      'INVALID_INPUT',
      `${path} is not UTF-8 text.`,
      'Save it as UTF-8, then try again. Nothing was written.',
    );
  }
}

function isSame(now: Buffer | null, before: Buffer | null): boolean {
  if (now === null || before === null) return now === before;
  return now.equals(before);
}

function readIfThere(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    return nullIfMissing(error);
  }
}

function nullIfMissing(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null;
  throw error;
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

function readOnly(path: string, what: string): WatchstanderError {
  return new WatchstanderError(
    'UNAVAILABLE',
    `${path} ${what}.`,
    'Make it a file that you may write, then try again. Nothing was written to it.',
  );
}

function changing(path: string): WatchstanderError {
  return new WatchstanderError(
    'UNAVAILABLE',
    `${path} is being changed by another program.`,
    'Try again when that program is done. Nothing was written to it.',
  );
}
