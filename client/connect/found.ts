import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Harness } from './harness.ts';
import type { Place } from './place.ts';

/** Whether a program is on this machine: its folder, or itself on PATH. */
export async function isFound(harness: Harness, place: Place): Promise<boolean> {
  if (await isThere(harness.folder(place), constants.F_OK)) return true;
  return (await programFile(harness, place)) !== null;
}

/** Where the program is, as a shell would find it. */
export async function programFile(
  harness: Harness,
  { env, platform }: Place,
): Promise<string | null> {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const endings = platform === 'win32' ? ['.exe', '.cmd'] : [''];
  for (const folder of folders) {
    for (const name of harness.programs.flatMap((program) => endings.map((end) => program + end))) {
      if (await isThere(join(folder, name), constants.X_OK)) return join(folder, name);
    }
  }
  return null;
}

async function isThere(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}
