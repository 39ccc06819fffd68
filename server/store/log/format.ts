import { randomUUID } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { EpochPoints } from '../history/epochPoints.ts';
import { encodeFrames, newerStore } from './frame.ts';
import { appendAll, codeOf, readWhole, type StoreFs } from '../disk/fs.ts';
import { originOf, type Site } from '../ground.ts';
import { refusals } from '../refusals.ts';
import { segmentName } from './segment.ts';
import { snapshotBodies, snapshotEnd } from './snapshot.ts';

/** `FORMAT` names the store and says who can read it. Written once, with the first segment. */
const formatName = 'FORMAT';
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
export async function openFormat(site: Site): Promise<string> {
  const { fs, folder } = site;
  const format = (await readFormat(fs, folder)) ?? (await createStore(site));
  if (format.format > formatVersion) throw newerStore(format.format, formatVersion);
  // Whoever moved it into place may have died before its name was durable.
  await fs.syncFolder(dirname(folder));
  return format.store;
}

export async function readFormat(fs: StoreFs, folder: string): Promise<Format | null> {
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
async function createStore(site: Site): Promise<Format> {
  const { fs, folder } = site;
  const format = { store: randomUUID(), format: formatVersion };
  const draft = `${folder}${draftMark}${format.store}`;
  try {
    await prepare(site, draft, format);
    if (await moveIntoPlace(fs, draft, folder)) return format;
    await removeDraft(fs, draft);
  } catch (error) {
    // Drafts are removed when somebody else's store is in place.
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  const made = await readFormat(fs, folder);
  if (made === null) throw noStore(folder);
  return made;
}

const draftMark = '.new-';

/** Removes what was left when a store was half made. Only when there is a store. */
export async function removeDrafts(fs: StoreFs, folder: string): Promise<void> {
  const parent = dirname(folder);
  const start = `${basename(folder)}${draftMark}`;
  for (const name of await fs.list(parent)) {
    if (name.startsWith(start)) await removeDraft(fs, `${parent}/${name}`);
  }
}

async function prepare(site: Site, draft: string, format: Format): Promise<void> {
  const { fs } = site;
  const line = JSON.stringify(format);
  const text = Buffer.from(`${line}\n${crc32(line).toString(16)}\n`);
  await fs.makeFolder(draft);
  await writeFile(fs, `${draft}/${formatName}`, text);
  await writeFile(fs, `${draft}/${segmentName(0)}`, firstSegment(site, format.store));
  await fs.syncFolder(draft);
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

function firstSegment({ rules, clock }: Site, store: string): Buffer {
  const at = clock.wallMs();
  const head = { store, epoch: 0, base: null, ended: [], revision: 0, at };
  const empty = { agents: [], answers: [], documents: [], carried: new EpochPoints() };
  const bodies = [...snapshotBodies({ head, ...empty }), snapshotEnd];
  return encodeFrames(bodies, originOf({ rules, storeId: store }, 0), { index: 0, batchStart: 0 });
}

async function writeFile(fs: StoreFs, path: string, bytes: Buffer): Promise<void> {
  const descriptor = await fs.create(path);
  try {
    await appendAll(fs, descriptor, bytes);
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
