import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Status } from '../../shared/protocol.ts';
import type { TestHome } from './testHome.ts';

/** `npm test` runs few cycles; `WATCHSTANDER_CYCLE_FACTOR=50` makes 1,000 of shims and CLI, 50 of windows. */
export const cycleFactor = Math.max(1, Number(process.env['WATCHSTANDER_CYCLE_FACTOR'] ?? '1'));

/** What there is of a home: equal before and after means that nothing was left behind. */
export interface Footprint {
  readonly processes: readonly number[];
  readonly sessions: number;
  /** Of the sidecar; zero where they cannot be counted. */
  readonly sockets: number;
  readonly descriptors: number;
  /** But for the store's, which follow what is stored. */
  readonly files: readonly string[];
}

export function footprintOf(home: TestHome, { pid, sessions }: Status): Footprint {
  const descriptors = descriptorsOf(pid);
  const names = readdirSync(home.path, { recursive: true, encoding: 'utf8' });
  return {
    processes: home.processes().sort((one, other) => one - other),
    sessions: sessions.length,
    sockets: descriptors.filter((target) => target.startsWith('socket:')).length,
    descriptors: descriptors.length,
    files: names.filter((name) => !/^(store|cache)\//.test(name)).sort(),
  };
}

function descriptorsOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    try {
      return [readlinkSync(join(folder, name))];
    } catch (error) {
      // Closed since it was listed.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  });
}
