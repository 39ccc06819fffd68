import { copyFile, mkdir, rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { WatchstanderError } from '../../shared/errors.ts';
import { editConfig, readConfig, refuseReadOnly, type Snapshot } from './config/configFile.ts';
import { ConfigFault } from './config/configFault.ts';
import {
  displacedBy,
  hasOurs,
  withOurs,
  withoutOurs,
  type ConfigFile,
} from './config/configText.ts';
import type { Harness, Scope } from './harness.ts';
import type { Place } from './place.ts';
import { digestOf, dropReceipt, keepReceipt, readReceipt, undone, undoOf } from './receipts.ts';
import type { Receipt } from './receipts.ts';

/** Plan, preview, apply: the same pure texts are shown first and written then. */

export type Act = 'connect' | 'disconnect';

export interface Order {
  readonly act: Act;
  readonly harness: Harness;
  readonly scope: Scope;
  readonly place: Place;
}

/** One file as it is and as it would be; null where there is none. */
export interface Change {
  readonly file: ConfigFile;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * What an order would change; files that stay as they are, are not in it.
 * @throws WatchstanderError when a file cannot be read, understood or written.
 */
export async function preview(order: Order): Promise<Change[]> {
  const changes: Change[] = [];
  for (const file of order.harness.files(order.place, order.scope)) {
    const snapshot = await readConfig(file.path);
    const after = await planned(order, file, snapshot.text);
    if (after === snapshot.text) continue;
    await refuseReadOnly(snapshot);
    changes.push({ file, before: snapshot.text, after });
  }
  return changes;
}

/**
 * Carries an order out, file by file. A file that was changed since the preview gets the same entries.
 * @throws WatchstanderError as `preview`; files before the one it names are done.
 */
export async function apply(order: Order): Promise<Change[]> {
  const changes: Change[] = [];
  const receipts: (Receipt | null)[] = [];
  const files = order.harness.files(order.place, order.scope);
  for (const file of files) {
    const receipt = await readReceipt(order.place.home, file.path);
    receipts.unshift(receipt);
    const change = order.act === 'connect' ? await add(order, file) : await remove(order, file);
    if (change !== null) changes.push(change);
  }
  if (order.act === 'disconnect') await removeMadeFolders(receipts);
  return changes;
}

/** Whether every entry is there, as it would be written now. */
export async function isConnected(order: Omit<Order, 'act'>): Promise<boolean> {
  for (const file of order.harness.files(order.place, order.scope)) {
    const { text } = await readConfig(file.path);
    if (text === null || !understood(file, () => hasOurs(file, text))) return false;
  }
  return true;
}

/** Where the file as it was is kept until Disconnect; projects have their version control. */
export function backupFile(path: string): string {
  return `${path}.before-watchstander`;
}

async function planned(
  order: Order,
  file: ConfigFile,
  text: string | null,
): Promise<string | null> {
  const receipt = await readReceipt(order.place.home, file.path);
  if (order.act === 'disconnect') return without(file, text, receipt);
  return connectedText(file, text, receipt).after;
}

interface Planned {
  /** Without anything of ours. */
  readonly before: string | null;
  readonly after: string;
}

function connectedText(file: ConfigFile, text: string | null, receipt: Receipt | null): Planned {
  if (text !== null && understood(file, () => hasOurs(file, text)))
    return { before: text, after: text };
  const before = without(file, text, receipt);
  return { before, after: understood(file, () => withOurs(file, before ?? '')) };
}

function without(file: ConfigFile, text: string | null, receipt: Receipt | null): string | null {
  if (text === null) return null;
  const former = receipt === null ? undefined : undone(receipt, text);
  if (former !== undefined) return former;
  return understood(file, () => withoutOurs(file, text, receipt?.displaced ?? null));
}

async function add(order: Order, file: ConfigFile): Promise<Change | null> {
  const { home } = order.place;
  let change: Change | null = null;
  const madeFolder = await makeFolder(file.path);
  await editConfig(file.path, async (snapshot) => {
    await refuseReadOnly(snapshot);
    const { text } = snapshot;
    const old = await readReceipt(home, file.path);
    const { before, after } = connectedText(file, text, old);
    change = after === text ? null : { file, before: text, after };
    if (change === null) return text;
    if (order.scope === 'user') await keepBackup(snapshot, before);
    await keepReceipt(home, {
      harness: order.harness.id,
      scope: order.scope,
      path: file.path,
      project: order.scope === 'user' ? '' : order.place.project,
      written: digestOf(after),
      undo: undoOf(before, after),
      displaced: before === null ? null : understood(file, () => displacedBy(file, before)),
      madeFolder: madeFolder ?? old?.madeFolder ?? null,
    });
    return after;
  });
  return change;
}

/** The first folder that had to be made. */
async function makeFolder(path: string): Promise<string | null> {
  try {
    return (await mkdir(dirname(path), { recursive: true })) ?? null;
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new WatchstanderError(
      'UNAVAILABLE',
      `The folder of ${path} cannot be made (${code}).`,
      'Make it yourself, then try again.',
    );
  }
}

/** Made once: what a second Connect finds has ours in it already. */
async function keepBackup(
  { path, realPath, text }: Snapshot,
  before: string | null,
): Promise<void> {
  if (text === null || text !== before) return;
  await copyFile(realPath, backupFile(path));
}

async function remove({ place }: Order, file: ConfigFile): Promise<Change | null> {
  let change: Change | null = null;
  const { text } = await readConfig(file.path);
  const receipt = await readReceipt(place.home, file.path);
  if (text !== null) {
    await editConfig(file.path, async (snapshot) => {
      const after = without(file, snapshot.text, receipt);
      change = after === snapshot.text ? null : { file, before: snapshot.text, after };
      if (change !== null) await refuseReadOnly(snapshot);
      return after;
    });
  }
  await rm(backupFile(file.path), { force: true });
  await dropReceipt(place.home, file.path);
  return change;
}

/** Folders that Connect made go with what was in them, unless somebody else uses them by now. */
async function removeMadeFolders(receipts: readonly (Receipt | null)[]): Promise<void> {
  for (const { path, madeFolder } of receipts.filter((receipt) => receipt !== null)) {
    if (madeFolder !== null) await removeEmpty(dirname(path), madeFolder);
  }
}

async function removeEmpty(folder: string, last: string): Promise<void> {
  if (!folder.startsWith(last)) return;
  try {
    await rmdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOENT') return;
    throw error;
  }
  await removeEmpty(dirname(folder), last);
}

function understood<T>(file: ConfigFile, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    throw new WatchstanderError(
      'INVALID_INPUT',
      `${file.path}: ${error.message}`,
      'Correct the file, then try again. Nothing was written to it.',
    );
  }
}
