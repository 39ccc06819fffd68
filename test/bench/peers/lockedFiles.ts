import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import lockfile from 'proper-lockfile';
import writeFileAtomic from 'write-file-atomic';
import { asSent } from '../message.ts';
import type { Contender } from './peer.ts';

/** One file an agent: locked, replaced as a whole (written, synced, renamed), unlocked. */
export function openLockedFiles(folder: string): Contender {
  const known = new Set<string>();
  return {
    pid: null,
    async ask(message) {
      const path = join(folder, `${message.agent_id}.json`);
      if (!known.has(path)) writeFileSync(path, '{}');
      known.add(path);
      // Two in flight of one agent wait for each other, as they would in two processes.
      const release = await lockfile.lock(path, { realpath: false, retries: patience });
      await writeFileAtomic(path, JSON.stringify(asSent(message)));
      await release();
    },
    close: () => undefined,
  };
}

const patience = { retries: 1_000, minTimeout: 1, maxTimeout: 2 };
