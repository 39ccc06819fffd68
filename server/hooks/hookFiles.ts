import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { homeLayout } from '../../shared/home.ts';
import type { HookRules, PauseMarker } from '../../shared/hooks.ts';

/**
 * What hooks find on disk, with or without a sidecar: who is paused, and what the policy wants while
 * nobody answers. The store is what is true; these files follow it, one change after the other.
 */
export class HookFiles {
  private readonly home: string;
  private readonly folder: string;
  private turn: Promise<void> = Promise.resolve();

  constructor(home: string) {
    this.home = home;
    this.folder = join(home, homeLayout.paused);
  }

  /**
   * Makes markers as `markerOf` says when its turn comes: null removes one. Durable when it resolves.
   * @throws the error of the file system; the next change is made all the same.
   */
  mark(
    agentIds: readonly string[],
    markerOf: (agentId: string) => PauseMarker | null,
  ): Promise<void> {
    return this.queue(async () => {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      for (const agentId of agentIds) await this.set(agentId, markerOf(agentId));
      await syncFolder(this.folder);
    });
  }

  /** At the start: markers for these and no others, whatever a predecessor left. */
  rewrite(markers: ReadonlyMap<string, PauseMarker>): Promise<void> {
    return this.queue(async () => {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      const wanted = new Set([...markers.keys()].map(markerName));
      for (const name of await readdir(this.folder)) {
        if (!wanted.has(name)) await rm(join(this.folder, name), { force: true });
      }
      for (const [agentId, marker] of markers) await this.set(agentId, marker);
      await syncFolder(this.folder);
    });
  }

  writeRules(rules: HookRules): Promise<void> {
    return this.queue(() => replaceFile(join(this.home, homeLayout.hookRules), rules));
  }

  private set(agentId: string, marker: PauseMarker | null): Promise<void> {
    const path = join(this.folder, markerName(agentId));
    return marker === null ? rm(path, { force: true }) : replaceFile(path, marker);
  }

  private queue(act: () => Promise<void>): Promise<void> {
    const done = this.turn.then(act);
    // One failure is its own caller's; it does not hold up those behind it.
    this.turn = done.catch(() => undefined);
    return done;
  }
}

function markerName(agentId: string): string {
  return createHash('sha256').update(agentId).digest('hex');
}

/** Whole or not at all: a hook may read at any moment. */
async function replaceFile(path: string, content: unknown): Promise<void> {
  const draft = `${path}.new`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify(content));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
