import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { homeLayout } from '../../../shared/home.ts';
import { isProcessThere } from '../../connection/processState.ts';
import type { Check } from './check.ts';
import { ifThere } from './ifThere.ts';

/** Each process of ours that lives for long keeps a file that names it. */
const recordName = /^[0-9a-f]{16}\.json$/;
/** A few are left by every kill; so many tell of something that kills again and again. */
const manyLeft = 20;

export const recordsCheck: Check = {
  title: 'processes',
  async look({ home }) {
    const folder = join(home, homeLayout.run);
    const names = ((await ifThere(readdir(folder))) ?? []).filter((name) => recordName.test(name));
    const pids = await Promise.all(names.map((name) => pidOf(join(folder, name))));
    const alive = pids.filter((pid) => pid !== null && isProcessThere(pid));
    const left = names.length - alive.length;
    const living = alive.length === 0 ? 'None has a record.' : `Alive: pid ${alive.join(', ')}.`;
    if (left === 0) return { verdict: 'ok', found: living };
    const found = `${living} Records of processes that were killed: ${left}.`;
    if (left < manyLeft) return { verdict: 'ok', found };
    return {
      verdict: 'warning',
      found,
      next_step: `Something ends them again and again: see ${join(home, homeLayout.sidecarLog)}.`,
    };
  },
};

/** Null for a record that is torn, gone meanwhile, or none. */
async function pidOf(path: string): Promise<number | null> {
  const text = await ifThere(readFile(path, 'utf8'));
  const pid = text === null ? undefined : parseRecord(text)?.identity?.pid;
  return typeof pid === 'number' && Number.isSafeInteger(pid) && pid > 0 ? pid : null;
}

function parseRecord(text: string): { readonly identity?: { readonly pid?: unknown } } | null {
  try {
    return JSON.parse(text) as ReturnType<typeof parseRecord>;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
