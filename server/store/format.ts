import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { encodeFrames, newerStore, seedOf } from './frame.ts';
import { appendAll, codeOf, readWhole, type StoreFs } from './fs.ts';
import { refusals } from './refusals.ts';
import { segmentName } from './segment.ts';
import { snapshotBodies } from './snapshot.ts';

/** `FORMAT` names the store and says who can read it. Written once, with the first segment. */
export const formatName = 'FORMAT';
const formatVersion = 1;

interface Format {
  readonly store: string;
  readonly format: number;
}

/**
 * The id of the store in `folder`; makes an empty one when there is no such folder. Never one in a
 * folder that holds anything: what was lost must not look like what never was (Invariant I15).
 * @throws WatchstanderError UNAVAILABLE when the folder holds no store that can be read.
 */
export async function openFormat(fs: StoreFs, folder: string, wallMs: number): Promise<string> {
  const format = (await readFormat(fs, folder)) ?? (await createStore(fs, folder, wallMs));
  if (format.format > formatVersion) throw newerStore(format.format, formatVersion);
  return format.store;
}

async function readFormat(fs: StoreFs, folder: string): Promise<Format | null> {
  try {
    return parseFormat((await readWhole(fs, `${folder}/${formatName}`)).toString('utf8'), folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function parseFormat(text: string, folder: string): Format {
  const [line = '', check = ''] = text.split('\n');
  if (crc32(line).toString(16) !== check) {
    throw refusals.unusable(
      `${folder}/${formatName} is damaged, so the store cannot be opened; nothing was touched.`,
      `Put ${formatName} back from a backup, or move the folder away to begin with an empty store.`,
    );
  }
  return JSON.parse(line) as Format;
}

/** Prepared beside it and renamed into place: there is never half a store. */
async function createStore(fs: StoreFs, folder: string, wallMs: number): Promise<Format> {
  const store = randomUUID();
  const draft = `${folder}.${store}`;
  await fs.makeFolder(draft);
  const line = JSON.stringify({ store, format: formatVersion });
  await writeFile(fs, `${draft}/${formatName}`, [
    Buffer.from(`${line}\n${crc32(line).toString(16)}\n`),
  ]);
  await writeFile(fs, `${draft}/${segmentName(0)}`, firstSegment(store, wallMs));
  await fs.syncFolder(draft);
  if (!(await moveIntoPlace(fs, draft, folder))) {
    await removeDraft(fs, draft);
    const format = await readFormat(fs, folder);
    if (format === null) throw noStore(folder);
    return format;
  }
  await fs.syncFolder(dirname(folder));
  return { store, format: formatVersion };
}

/** False when there is something already: a store that somebody else was first to make, or no store. */
async function moveIntoPlace(fs: StoreFs, draft: string, folder: string): Promise<boolean> {
  try {
    await fs.rename(draft, folder);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(codeOf(error) ?? '')) return false;
    throw error;
  }
}

function firstSegment(store: string, at: number): Buffer[] {
  const head = { store, epoch: 0, base: null, revision: 0, at };
  const bodies = [...snapshotBodies({ head, agents: [], answers: [] })];
  return [encodeFrames(bodies, { epoch: 0, seed: seedOf(store) }, { index: 0, batchStart: 0 })];
}

async function writeFile(fs: StoreFs, path: string, parts: readonly Buffer[]): Promise<void> {
  const descriptor = await fs.create(path);
  try {
    for (const part of parts) await appendAll(fs, descriptor, part);
    await fs.sync(descriptor);
  } finally {
    await fs.close(descriptor);
  }
}

async function removeDraft(fs: StoreFs, draft: string): Promise<void> {
  for (const name of await fs.list(draft)) await fs.unlink(`${draft}/${name}`);
  await fs.removeFolder(draft);
}

function noStore(folder: string): Error {
  return refusals.unusable(
    `${folder} holds files but no ${formatName}: it is no store, or a damaged one.`,
    'Move the folder away to begin with an empty store, or put back what is missing.',
  );
}
