import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import lockfile from 'proper-lockfile';
import { delay, type Clock } from '../../../shared/clock.ts';
import type { ProcessIdentity, Standing } from '../../process/identity.ts';
import { codeOf } from '../disk/fs.ts';
import { OwnedFolder, type LockOwner } from './ownedFolder.ts';
import { refusals } from '../refusals.ts';

/** Keeps contention low; safety is in the fence. */
export interface Lock {
  /** Whether the lock is still ours; then it is kept fresh again. */
  confirm(): Promise<boolean>;
  release(): Promise<void>;
}

export interface LockOptions {
  /** What is locked; the lock is the folder `<path>.lock`. */
  readonly path: string;
  readonly clock: Clock;
  readonly identity: ProcessIdentity;
  readonly standingOf: (owner: ProcessIdentity) => Promise<Standing>;
  /** Whether the owner answers where clients reach it. Without it, a living owner is never doubted. */
  readonly ownerAnswers?: (() => Promise<boolean>) | undefined;
  /** The lock was touched by others, or time stood still: ask `confirm`. Must not throw. */
  readonly onDoubt: () => void;
}

/** An owner that is stopped or cannot be looked at may be broken after so long without a sign. */
export const silenceMs = 10_000;
const staleMs = 10_000;
const updateMs = 5_000;
/** Taking a free lock fails only when others take it at the same moment. */
const attempts = 50;

/**
 * @throws WatchstanderError LOCKED when another process holds it, UNAVAILABLE when its owner is of
 * another machine.
 */
export async function acquireLock(options: LockOptions): Promise<Lock> {
  const folder = new OwnedFolder(`${options.path}.lock`, randomUUID(), options.identity);
  try {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const release = await tryLock(options, folder);
      if (release !== null) return heldLock(options, folder, release);
      await clearTheWay(options, folder);
    }
    throw refusals.locked('many processes start at once');
  } catch (error) {
    folder.discardDraft();
    throw error;
  }
}

type Release = () => Promise<void>;

/** Null when somebody has it. */
async function tryLock(options: LockOptions, folder: OwnedFolder): Promise<Release | null> {
  try {
    return await lockfile.lock(options.path, {
      stale: staleMs,
      update: updateMs,
      realpath: false,
      onCompromised: options.onDoubt,
      // proper-lockfile alone does not exclude: see OwnedFolder.
      fs: { stat: fs.stat, utimes: fs.utimes, ...folder.operations },
    });
  } catch (error) {
    // ENOENT: it went between two looks.
    if (['ELOCKED', 'ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(codeOf(error) ?? '')) return null;
    throw error;
  }
}

function heldLock(options: LockOptions, folder: OwnedFolder, release: Release): Lock {
  let current: Release | null = release;
  return {
    async confirm() {
      if (!folder.isOurs()) return false;
      // It no longer refreshes: taken anew, which succeeds for the owner.
      current = await tryLock(options, folder);
      return current !== null;
    },
    async release() {
      // Rejects when it had been given up before, or is another's by now: only what is ours goes.
      await current?.().catch(() => undefined);
      folder.leave();
    },
  };
}

/** Removes what dead owners left. @throws WatchstanderError when an owner is in the way. */
async function clearTheWay(options: LockOptions, folder: OwnedFolder): Promise<void> {
  for (const owner of folder.owners()) {
    const standing = owner.identity === null ? 'unknown' : await options.standingOf(owner.identity);
    const who = owner.identity === null ? 'an unknown process' : `process ${owner.identity.pid}`;
    if (standing === 'foreign') throw foreignOwner(folder.path);
    const doubted = standing === 'unknown' || options.ownerAnswers !== undefined;
    if (standing !== 'dead' && !(doubted && (await isSilent(options, folder, owner)))) {
      throw refusals.locked(who);
    }
    folder.breakOwner(owner);
  }
}

/** No answer, and the lock's time unchanged, for 10 s of a clock that stands still in sleep; or gone. */
async function isSilent(
  options: LockOptions,
  folder: OwnedFolder,
  owner: LockOwner,
): Promise<boolean> {
  const answers = options.ownerAnswers ?? (() => Promise.resolve(false));
  if (await answers()) return false;
  const before = modifiedMs(folder.path);
  const start = options.clock.monotonicMs();
  while (options.clock.monotonicMs() - start < silenceMs) {
    await delay(options.clock, silenceMs / 10);
    if (!folder.isHeldBy(owner)) return true;
    if (modifiedMs(folder.path) !== before) return false;
  }
  return !(await answers());
}

function modifiedMs(path: string): number | null {
  return fs.statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}

function foreignOwner(path: string): Error {
  return refusals.unusable(
    `The store is in use from another machine, or was when that machine was switched off: ${path}`,
    'A store belongs to one machine. Set WATCHSTANDER_HOME to a local folder; if nothing else uses ' +
      `this one, remove ${path}.`,
  );
}
