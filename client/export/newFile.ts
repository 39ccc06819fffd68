import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { link, open, rename, unlink, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failures } from '../../shared/errors.ts';

export type Pieces = Iterable<string> | AsyncIterable<string>;

/** What is done about a file that has the name already. */
export type IfTaken = 'refuse' | 'replace';

/**
 * Writes a file as it is made, piece by piece; it appears whole and durable, or not at all. Returns its
 * length in bytes.
 * @throws WatchstanderError INVALID_INPUT when the name is taken, or its folder is not there.
 */
export async function writeNewFile(
  path: string,
  pieces: Pieces,
  ifTaken: IfTaken = 'refuse',
): Promise<number> {
  const partial = join(dirname(path), `.${randomUUID()}.partial`);
  try {
    const bytes = await writeDurably(partial, pieces);
    // Unlike a rename, a link never replaces what is there.
    if (ifTaken === 'refuse') await link(partial, path);
    else await rename(partial, path);
    return bytes;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw taken(path);
    if (code === 'ENOENT') throw noFolder(path);
    throw error;
  } finally {
    await unlink(partial).catch(ignoreMissing);
  }
}

/** Small pieces are gathered: a write for each would take longer than making them. */
const gatheredLength = 256 * 1024;

async function writeDurably(path: string, pieces: Pieces): Promise<number> {
  const handle = await open(path, 'wx', 0o600);
  try {
    const bytes = await writePieces(handle, pieces);
    await handle.sync();
    return bytes;
  } finally {
    await handle.close();
  }
}

async function writePieces(handle: FileHandle, pieces: Pieces): Promise<number> {
  let gathered = '';
  let bytes = 0;
  const write = async (): Promise<void> => {
    const chunk = Buffer.from(gathered);
    gathered = '';
    bytes += chunk.length;
    await handle.writeFile(chunk);
  };
  for await (const piece of pieces) {
    gathered += piece;
    if (gathered.length >= gatheredLength) await write();
  }
  await write();
  return bytes;
}

function taken(path: string): Error {
  return failures.invalidInput(
    `${JSON.stringify(path)} is there already`,
    'Give another name; a file is not written over unasked.',
  );
}

function noFolder(path: string): Error {
  return failures.invalidInput(
    `the folder of ${JSON.stringify(path)} is not there`,
    'Make it first, or give another place.',
  );
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
