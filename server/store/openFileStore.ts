import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { standingOf, type ProcessIdentity, type Standing } from '../process/identity.ts';
import { refuseSharedFileSystem } from './disk/fileSystemKind.ts';
import type { FileStore } from './fileStore.ts';
import { openFormat } from './log/format.ts';
import type { StoreFs } from './disk/fs.ts';
import { allRules, type Site } from './ground.ts';
import { lead, type LeadSettings } from './lead.ts';
import { acquireLock } from './lock/lock.ts';
import { nextTurn } from './disk/nextTurn.ts';
import { nodeFs } from './disk/nodeFs.ts';
import type { Store } from './port.ts';

export interface FileStoreOptions extends Partial<LeadSettings> {
  /** `<home>/store`; its lock is beside it. */
  readonly folder: string;
  readonly clock: Clock;
  readonly identity: ProcessIdentity;
  /** One line for the log that people read. */
  readonly log: (line: string) => void;
  readonly fs?: StoreFs | undefined;
  /** How the owner of a lock stands; default: what the platform says. */
  readonly standingOf?: ((owner: ProcessIdentity) => Promise<Standing>) | undefined;
  /**
   * Whether the leader answers on its socket. Given, a leader that does not and shows no sign of life
   * for 10 s is taken over; else one that lives is always left alone.
   */
  readonly ownerAnswers?: (() => Promise<boolean>) | undefined;
}

/**
 * Takes the lock, claims the next epoch and recovers. Everything that was ever acknowledged is there.
 * @throws WatchstanderError LOCKED when another process leads (connect to it), UNAVAILABLE when the
 * store cannot be used (the message says why and what to do).
 */
export async function openFileStore(options: FileStoreOptions): Promise<Store> {
  const { folder, clock, identity, log, fs = nodeFs } = options;
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
  await refuseSharedFileSystem(dirname(folder));
  let store: FileStore | null = null;
  const lock = await acquireLock({
    path: folder,
    clock,
    identity,
    standingOf: options.standingOf ?? ((owner) => standingOf(owner, identity)),
    ownerAnswers: options.ownerAnswers,
    onDoubt: () => void store?.confirm(),
  });
  try {
    const site: Site = { fs, folder, clock, rules: allRules, log, turn: nextTurn };
    store = await lead({ ...site, storeId: await openFormat(site) }, lock, options);
    return store;
  } catch (error) {
    await lock.release();
    throw error;
  }
}
