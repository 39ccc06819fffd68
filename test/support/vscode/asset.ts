import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { lock } from 'proper-lockfile';
import { systemClock } from '../../../shared/clock.ts';

export const repositoryRoot = path.resolve(import.meta.dirname, '../../..');
/** Everything the tests fetch or unpack; nothing in it is ever edited, deleting it is always safe. */
export const assetRoot = path.join(repositoryRoot, '.vscode-test');

/**
 * The folder `.vscode-test/<name>`, made by `make` if it does not exist yet. `name` carries the
 * version: a new version is a new folder. What must hold: a folder under its final name is complete,
 * whatever was killed when, because `make` fills another folder that is renamed at the end; of two
 * runs at once one makes and the other waits.
 */
export async function asset(
  name: string,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = path.join(assetRoot, name);
  if (existsSync(folder)) return folder;
  await mkdir(assetRoot, { recursive: true });
  const release = await lock(assetRoot, {
    lockfilePath: `${folder}.lock`,
    stale: 15_000,
    retries: { retries: 600, factor: 1, minTimeout: 500 },
  });
  try {
    if (!existsSync(folder)) await makeOnce(folder, make);
  } finally {
    await release();
  }
  return folder;
}

async function makeOnce(folder: string, make: (folder: string) => Promise<void>): Promise<void> {
  await removePartialFolders(folder);
  const partial = `${folder}.partial-${String(process.pid)}`;
  const startMs = systemClock.monotonicMs();
  progress(`making ${path.basename(folder)} (once) ...`);
  await mkdir(partial);
  await make(partial);
  await rename(partial, folder);
  progress(`made ${path.basename(folder)} in ${secondsSince(startMs)}`);
}

/** Only called under the lock: whatever is left was left by a run that was killed. */
async function removePartialFolders(folder: string): Promise<void> {
  const prefix = `${path.basename(folder)}.partial-`;
  const names = await readdir(assetRoot);
  const partial = names.filter((name) => name.startsWith(prefix));
  await Promise.all(
    partial.map((name) => rm(path.join(assetRoot, name), { recursive: true, force: true })),
  );
}

/** One line on the terminal, so that a long step is never silent. */
export function progress(line: string): void {
  process.stderr.write(`  [vscode] ${line}\n`);
}

/** Runs a step and says how long it took. */
export async function timed<T>(what: string, step: () => Promise<T>): Promise<T> {
  const startMs = systemClock.monotonicMs();
  const result = await step();
  progress(`${what}: ${secondsSince(startMs)}`);
  return result;
}

function secondsSince(startMs: number): string {
  return `${((systemClock.monotonicMs() - startMs) / 1000).toFixed(1)} s`;
}
