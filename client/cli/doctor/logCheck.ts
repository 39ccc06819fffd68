import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { homeLayout } from '../../../shared/home.ts';
import { formatBytes } from '../output/figures.ts';
import type { Check } from './check.ts';
import { ifThere } from './ifThere.ts';

/** Five files of 2 MB, and what a process wrote to stderr before it was turned over. */
const usualBytes = 20 * 1024 * 1024;

export const logCheck: Check = {
  title: 'log',
  async look({ home }) {
    const bytes = await ifThere(bytesIn(join(home, homeLayout.log)));
    const path = join(home, homeLayout.sidecarLog);
    if (bytes === null) return { verdict: 'ok', found: 'There is none yet.' };
    if (bytes <= usualBytes) return { verdict: 'ok', found: `${path}, ${formatBytes(bytes)}.` };
    return {
      verdict: 'warning',
      found: `The logs beside ${path} take ${formatBytes(bytes)}.`,
      next_step: 'Run `watchstander stop`, look at what fills them, and remove them.',
    };
  },
};

async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder);
  const facts = await Promise.all(names.map((name) => stat(join(folder, name))));
  return facts.reduce((sum, { size }) => sum + size, 0);
}
