import { readdirSync, readFileSync, rmdirSync, statSync, unlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import type { Clock } from '../../../shared/clock.ts';
import { parseIdentity, type ProcessIdentity, type Standing } from '../identity.ts';
import type { LeftLock, LeftSocket } from './judgement.ts';

/** A connect to a listener that hangs succeeds at once; this is for what does neither. */
const knockMs = 1_000;

/** Sockets of epochs beside the one that the leader listens on. */
export async function findSockets(
  leaderAddress: string,
  clock: Clock,
): Promise<readonly (LeftSocket & { readonly path: string })[]> {
  // A named pipe goes with its process.
  if (process.platform === 'win32') return [];
  const folder = dirname(leaderAddress);
  const sockets = namesIn(folder).flatMap((name) => {
    const epoch = /^e(\d+)\.sock$/.exec(name)?.[1];
    const isOther = epoch !== undefined && name !== basename(leaderAddress);
    return isOther ? [{ path: join(folder, name), epoch: Number(epoch) }] : [];
  });
  return Promise.all(
    sockets.map(async (found) => ({ ...found, knock: await knock(found.path, clock) })),
  );
}

function knock(path: string, clock: Clock): Promise<LeftSocket['knock']> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const end = (outcome: LeftSocket['knock']): void => {
      patience.dispose();
      socket.destroy();
      resolve(outcome);
    };
    const patience = clock.after(knockMs, () => end('unclear'));
    socket.once('connect', () => end('unclear'));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      end(error.code === 'ECONNREFUSED' ? 'refuses' : 'unclear'),
    );
  });
}

export interface FoundLock extends LeftLock {
  readonly path: string;
  readonly files: readonly string[];
}

/** Lock folders that were begun and not finished: `<what>.lock.<nonce>`, with whose it was to be. */
export async function findHalfMadeLocks(
  home: string,
  clock: Clock,
  standingOf: (owner: ProcessIdentity) => Promise<Standing>,
): Promise<readonly FoundLock[]> {
  const names = namesIn(home).filter((name) => /^store\.lock\.[0-9a-f-]{36}$/.test(name));
  const locks = names.map((name) => lookAt(join(home, name), clock, standingOf));
  return (await Promise.all(locks)).filter((lock) => lock !== null);
}

async function lookAt(
  path: string,
  clock: Clock,
  standingOf: (owner: ProcessIdentity) => Promise<Standing>,
): Promise<FoundLock | null> {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory() !== true) return null;
  const files = namesIn(path);
  const owners = await Promise.all(
    files.map((file) => {
      const identity = readIdentity(join(path, file));
      return identity === null ? Promise.resolve('unknown' as const) : standingOf(identity);
    }),
  );
  return { path, files, owners, ageMs: clock.wallMs() - stats.mtimeMs };
}

/** Exactly the files that were judged: whatever has come since keeps the folder. */
export function removeLock({ path, files }: FoundLock): void {
  for (const file of files) ignoringAbsence(() => unlinkSync(join(path, file)));
  ignoringAbsence(() => rmdirSync(path));
}

export function removeSocket(path: string): void {
  ignoringAbsence(() => unlinkSync(path));
}

function readIdentity(path: string): ProcessIdentity | null {
  try {
    return parseIdentity(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof SyntaxError || code !== undefined) return null;
    throw error;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function ignoringAbsence(act: () => void): void {
  try {
    act();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
