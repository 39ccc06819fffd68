import { appendAll, codeOf, readWhole } from '../disk/fs.ts';
import { segmentPath, type Ground } from '../ground.ts';
import { segmentName, type Scan } from './segment.ts';

/** Damaged segments are copied there before anything else happens to them. */
export const quarantineFolder = 'quarantine';

/**
 * Keeps a damaged segment aside and says so (Invariant I14). A copy, not a second name: a leader of
 * that segment must see that its file is gone when its own name is.
 */
export async function quarantine(ground: Ground, epoch: number, scan: Scan): Promise<void> {
  const damage =
    `store: ${segmentName(epoch)} is damaged at byte ${scan.cut.length}: ` +
    `${scan.invalidBytes} bytes behind it cannot be used, acknowledged updates among them`;
  try {
    ground.log(`${damage}; a copy is kept in ${await copyAside(ground, epoch)}`);
  } catch (error) {
    ground.log(`${damage}; no copy could be made: ${String(error)}`);
  }
}

async function copyAside(ground: Ground, epoch: number): Promise<string> {
  const folder = `${ground.folder}/${quarantineFolder}`;
  await makeFolder(ground, folder);
  const copy = `${folder}/${segmentName(epoch)}-${ground.clock.wallMs()}`;
  const bytes = await readWhole(ground.fs, segmentPath(ground, epoch));
  const descriptor = await ground.fs.create(copy);
  try {
    await appendAll(ground.fs, descriptor, bytes);
    await ground.fs.sync(descriptor);
  } finally {
    await ground.fs.close(descriptor);
  }
  return copy;
}

async function makeFolder(ground: Ground, folder: string): Promise<void> {
  try {
    await ground.fs.makeFolder(folder);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}
