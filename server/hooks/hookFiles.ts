import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
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
      this.makeFolder();
      for (const agentId of agentIds) await this.set(agentId, markerOf(agentId));
      await syncFolder(this.folder);
    });
  }

  /** At the start: markers for these and no others, whatever a predecessor left. */
  rewrite(markers: ReadonlyMap<string, PauseMarker>): Promise<void> {
    return this.queue(async () => {
      this.makeFolder();
      const wanted = new Set([...markers.keys()].map(markerName));
      const unwanted = fs.readdirSync(this.folder).filter((name) => !wanted.has(name));
      // Most of the time nobody is paused, and clients wait for this start.
      if (wanted.size + unwanted.length === 0) return;
      for (const name of unwanted) fs.rmSync(join(this.folder, name), { force: true });
      for (const [agentId, marker] of markers) await this.set(agentId, marker);
      await syncFolder(this.folder);
    });
  }

  writeRules(rules: HookRules): Promise<void> {
    return this.queue(() => replaceFile(join(this.home, homeLayout.hookRules), rules));
  }

  private makeFolder(): void {
    fs.mkdirSync(this.folder, { recursive: true, mode: 0o700 });
  }

  private async set(agentId: string, marker: PauseMarker | null): Promise<void> {
    const path = join(this.folder, markerName(agentId));
    if (marker === null) fs.rmSync(path, { force: true });
    else await replaceFile(path, marker);
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

/** Whole or not at all: a hook may read at any moment. What has its name already was durable before. */
async function replaceFile(path: string, content: unknown): Promise<void> {
  const text = JSON.stringify(content);
  if (readOrNull(path) === text) return;
  const draft = `${path}.new`;
  const file = fs.openSync(draft, 'w', 0o600);
  try {
    fs.writeFileSync(file, text);
    await sync(file);
  } finally {
    fs.closeSync(file);
  }
  fs.renameSync(draft, path);
}

function readOrNull(path: string): string | null {
  try {
    return fs.readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = fs.openSync(path, 'r');
  try {
    await sync(folder);
  } finally {
    fs.closeSync(folder);
  }
}

/** The one thing that takes long; the others take less than a thread's answer. */
const sync = promisify(fs.fsync);
