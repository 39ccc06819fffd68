import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Buffer } from 'node:buffer';
import { failures } from '../../shared/errors.ts';

export interface ExportedFile {
  readonly file_path: string;
  readonly filename: string;
  readonly file_size_bytes: number;
}

/**
 * Writes a new file under the home's `exports/`: whole or not at all, and never over another.
 * @throws WatchstanderError INVALID_INPUT when the name is taken.
 */
export async function writeExport(
  folder: string,
  filename: string,
  text: string,
): Promise<ExportedFile> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file_path = join(folder, filename);
  const partial = join(folder, `.${randomUUID()}.partial`);
  try {
    await writeDurably(partial, text);
    // Unlike a rename, a link never replaces what is there.
    await link(partial, file_path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw taken(filename);
    throw error;
  } finally {
    await unlink(partial).catch(ignoreMissing);
  }
  return { file_path, filename, file_size_bytes: Buffer.byteLength(text) };
}

/**
 * A base name that means the same file on every system and no other place.
 * @throws WatchstanderError INVALID_INPUT
 */
export function admitBaseName(name: string): string {
  const isPlain = /^[\p{L}\p{N}_][\p{L}\p{N}_ .-]{0,99}$/u.test(name) && !/[ .]$/.test(name);
  const isDevice = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name);
  if (isPlain && !isDevice) return name;
  throw failures.invalidInput(
    `filename: ${JSON.stringify(name.slice(0, 100))} is not a plain base name`,
    'Give 1 to 100 letters, digits, spaces or ._- without a path and extension, or leave it out.',
  );
}

/** A name made of the agent's id, which may be any text, and the time; `at` is ISO 8601. */
export function defaultBaseName(agentId: string, at: string): string {
  const readable = agentId.replaceAll(/[^A-Za-z0-9_-]+/g, '_').slice(0, 40);
  const digest = createHash('sha256').update(agentId).digest('hex').slice(0, 8);
  return `agent-${readable}-${digest}-${at.replaceAll(/[^0-9]/g, '')}`;
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function taken(filename: string): Error {
  return failures.invalidInput(
    `filename: ${JSON.stringify(filename)} is there already`,
    'Give another filename, or leave it out; a file is never written over.',
  );
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
