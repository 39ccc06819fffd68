import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where the build puts what users get. */
export const dist = join(import.meta.dirname, '../../dist');

export const cliFile = join(dist, 'cli.js');

/** What runs without an editor and without hooks: the command line, and what it starts. */
const programs = ['cli.js', 'sidecar.js', 'sidecarProgram.js', 'package.json'];

/**
 * An installation of its own in `folder`. Of `dist` only these: what else is there may be half of a
 * build that is going on, and gone before it is copied.
 */
export function installPrograms(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of programs) copyFileSync(join(dist, name), join(folder, name));
}
