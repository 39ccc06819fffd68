import { crc32 } from 'node:zlib';
import { timestampOf } from '../../../shared/clock.ts';
import type { StoreDamage } from '../../../shared/storeReport.ts';
import { appendAll, codeOf, readWhole } from '../disk/fs.ts';
import { segmentPath, type Ground } from '../ground.ts';
import { segmentName } from './segment.ts';
import type { Scan } from './segmentScan.ts';

/** Damaged segments are copied there before anything is built on what is left of them. */
const quarantineFolder = 'quarantine';
/** Beside each copy lies what was found, for people and for `readDamage`. */
const noteEnd = '.json';

/**
 * Keeps a damaged segment aside and says so (Invariant I14). A copy, not a second name: a leader of
 * that segment must see that its file is gone when its own name is.
 */
export async function quarantine(
  ground: Ground,
  { epoch, scan }: { readonly epoch: number; readonly scan: Scan },
  kept: string,
): Promise<StoreDamage> {
  const file = segmentName(epoch);
  const found =
    `${file} is damaged at byte ${scan.cut.length}: ` +
    `${scan.invalidBytes} bytes behind it cannot be used, acknowledged updates among them`;
  const damage = { file, timestamp: timestampOf(ground.clock.wallMs()), found, kept };
  try {
    const copy = await copyAside(ground, epoch, damage);
    ground.log(`store: ${found}; ${kept}; a copy is kept in ${copy}`);
    return { ...damage, copy };
  } catch (error) {
    ground.log(`store: ${found}; ${kept}; no copy could be made: ${String(error)}`);
    return { ...damage, copy: null };
  }
}

/** What starts found damaged, newest last: as long as the copies are not taken away. */
export async function readDamage(ground: Ground): Promise<StoreDamage[]> {
  try {
    return await readNotes(ground);
  } catch (error) {
    // They are for people; nothing of the store depends on them.
    ground.log(`store: ${quarantineFolder} cannot be read: ${String(error)}`);
    return [];
  }
}

async function readNotes(ground: Ground): Promise<StoreDamage[]> {
  const folder = `${ground.folder}/${quarantineFolder}`;
  if ((await ground.fs.facts(folder)) === null) return [];
  const damages: StoreDamage[] = [];
  const names = [...(await ground.fs.list(folder))].sort();
  for (const name of names.filter((one) => one.endsWith(noteEnd))) {
    const copy = name.slice(0, -noteEnd.length);
    if (names.includes(copy)) damages.push(await readNote(ground, `${folder}/${name}`));
  }
  return damages;
}

async function readNote(ground: Ground, path: string): Promise<StoreDamage> {
  const text = (await readWhole(ground.fs, path)).toString('utf8');
  const copy = path.slice(0, -noteEnd.length);
  try {
    return { ...(JSON.parse(text) as Omit<StoreDamage, 'copy'>), copy };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // Who wrote it died in the middle; the copy itself is whole.
    return {
      file: copy.slice(copy.lastIndexOf('/') + 1),
      timestamp: '',
      found: '',
      kept: '',
      copy,
    };
  }
}

/** Named by its content: a start that fails again and again keeps one copy. */
async function copyAside(
  ground: Ground,
  epoch: number,
  note: Omit<StoreDamage, 'copy'>,
): Promise<string> {
  const folder = `${ground.folder}/${quarantineFolder}`;
  await makeFolder(ground, folder);
  const bytes = await readWhole(ground.fs, segmentPath(ground, epoch));
  const copy = `${folder}/${segmentName(epoch)}-${crc32(bytes).toString(16).padStart(8, '0')}`;
  await writeOnce(ground, copy, bytes);
  await writeOnce(ground, `${copy}${noteEnd}`, Buffer.from(`${JSON.stringify(note, null, 2)}\n`));
  await ground.fs.syncFolder(folder);
  return copy;
}

/** Half a file of somebody who died while it was written is replaced. */
async function writeOnce(ground: Ground, path: string, bytes: Buffer): Promise<void> {
  const facts = await ground.fs.facts(path);
  if (facts?.size === bytes.length) return;
  if (facts !== null) await ground.fs.unlink(path);
  const descriptor = await ground.fs.create(path);
  try {
    await appendAll(ground.fs, descriptor, bytes);
    await ground.fs.sync(descriptor);
  } finally {
    await ground.fs.close(descriptor);
  }
}

async function makeFolder(ground: Ground, folder: string): Promise<void> {
  try {
    await ground.fs.makeFolder(folder);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}
