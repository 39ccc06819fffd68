import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { homeLayout } from '../../shared/home.ts';
import { launcherScript } from './launcherScript.ts';
import { launcherFile } from './place.ts';

export interface LauncherTarget {
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** The folder with the bundles. */
  readonly dist: string;
  /** What runs them; Electron will do. */
  readonly runtime: string;
}

/** What agents start; the first two look for sidecar.js beside themselves. */
const programs = ['cli.js', 'hook.js', 'sidecar.js', 'sidecarProgram.js', 'package.json'];

/**
 * Makes `<home>/bin/watchstander` start these programs. They are copied: the folder of an extension
 * goes at its next update, and hooks that point there would fail open in silence from then on.
 */
export async function pointLauncher(target: LauncherTarget): Promise<void> {
  const bin = join(target.home, homeLayout.bin);
  await fs.mkdir(bin, { recursive: true, mode: 0o700 });
  const folder = await copyPrograms(target.dist, bin);
  const text = launcherScript({ ...target, programs: join(bin, folder) });
  const file = launcherFile(target);
  if ((await readIfThere(file)) !== text) await writeFileAtomic(file, text, { mode: 0o700 });
  await removeOldCopies(bin, folder);
}

/** The same, where something has been connected from this home. */
export async function repointLauncher(target: LauncherTarget): Promise<void> {
  if ((await readIfThere(launcherFile(target))) !== null) await pointLauncher(target);
}

/** The folder is named for its content and appears whole: an agent may start a program right now. */
async function copyPrograms(dist: string, bin: string): Promise<string> {
  const contents = await Promise.all(programs.map((name) => fs.readFile(join(dist, name))));
  const hash = createHash('sha256');
  for (const content of contents) hash.update(content);
  const folder = `programs-${hash.digest('hex').slice(0, 12)}`;
  if (await isWhole(join(bin, folder), contents)) return folder;
  const draft = join(bin, `draft-${randomBytes(6).toString('hex')}`);
  try {
    await fs.mkdir(draft, { mode: 0o700 });
    for (const [index, name] of programs.entries()) {
      await fs.writeFile(join(draft, name), contents[index] ?? '', { mode: 0o600 });
    }
    await putInPlace(draft, join(bin, folder), contents);
    return folder;
  } finally {
    await fs.rm(draft, { recursive: true, force: true });
  }
}

/** What another window has put there meanwhile is never taken away: an agent may be starting from it. */
async function putInPlace(
  draft: string,
  folder: string,
  contents: readonly Buffer[],
): Promise<void> {
  if ((await isMoved(draft, folder)) || (await isWhole(folder, contents))) return;
  // Somebody damaged it.
  await fs.rm(folder, { recursive: true, force: true });
  await isMoved(draft, folder);
}

/** False when there is one already. */
async function isMoved(draft: string, folder: string): Promise<boolean> {
  try {
    await fs.rename(draft, folder);
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(code)) return false;
    throw error;
  }
}

async function isWhole(folder: string, contents: readonly Buffer[]): Promise<boolean> {
  const sizes = programs.map((name) => fs.stat(join(folder, name)).then(({ size }) => size, no));
  const found = await Promise.all(sizes);
  return contents.every(({ length }, index) => found[index] === length);
}

/** The copy before this one stays: a program may be starting from it. */
async function removeOldCopies(bin: string, current: string): Promise<void> {
  const names = (await fs.readdir(bin)).filter((name) => /^programs-[0-9a-f]{12}$/.test(name));
  const others = names.filter((name) => name !== current);
  const looked = others.map(async (name) => ({ name, madeMs: await madeMsOf(join(bin, name)) }));
  const aged = (await Promise.all(looked)).sort((a, b) => b.madeMs - a.madeMs);
  for (const { name } of aged.slice(1)) {
    await fs.rm(join(bin, name), { recursive: true, force: true });
  }
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await fs.readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Another window may have removed it: then it is as old as can be. */
async function madeMsOf(folder: string): Promise<number> {
  try {
    return (await fs.stat(folder)).mtimeMs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

function no(): null {
  return null;
}
