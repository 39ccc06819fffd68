import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { homeLayout } from '../../../shared/home.ts';
import { policyTemplate } from '../../../shared/policy/template.ts';
import { isProcessThere } from '../../connection/processState.ts';

/**
 * A policy to look at, as one's own would begin, but for one line: a window that was killed could not
 * end its sidecar, so that ends itself when nobody is connected.
 */
function demoPolicy(): string {
  return policyTemplate().replace(/\/\/ "idle_exit": "\w+"/, '"idle_exit": "5s"');
}

/** Makes a home that belongs to this process and to nothing else, in a folder of such homes. */
export async function makeDemoHome(folder: string): Promise<string> {
  const home = path.join(folder, `${process.pid}-${randomBytes(4).toString('hex')}`);
  await mkdir(home, { recursive: true, mode: 0o700 });
  await writeFile(path.join(home, homeLayout.policy), demoPolicy());
  return home;
}

export async function removeDemoHome(home: string): Promise<void> {
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
}

/** Removes what windows left that were killed; those of living ones stay. */
export async function sweepDemoHomes(folder: string): Promise<void> {
  for (const name of await namesIn(folder)) {
    const pid = Number.parseInt(name, 10);
    if (!isProcessThere(pid)) await removeDemoHome(path.join(folder, name));
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => /^\d+-[0-9a-f]{8}$/.test(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
