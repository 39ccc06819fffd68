import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** All that a folder's files hold, to be searched for what must not be there. */
export function everyByteOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}
