import { readdir, rm, stat } from 'node:fs/promises';
import * as nodeModule from 'node:module';
import { join } from 'node:path';

const keptMs = 30 * 24 * 60 * 60 * 1_000;

/**
 * Keeps what was compiled until now where the launcher told Node to look at the next start. By itself
 * Node does so when a process ends, and a sidecar may be killed. Before Node 22.10 there is none.
 */
export function keepCompiled(): void {
  const { flushCompileCache } = nodeModule as Partial<typeof nodeModule>;
  flushCompileCache?.();
}

/**
 * Removes what was compiled a month ago: each build and each Node leaves its own, and nobody else
 * clears it. What is still in use is compiled again at the next start.
 * @returns How many files went.
 */
export async function dropOldCompiled(folder: string, nowMs: number): Promise<number> {
  let dropped = 0;
  for (const file of await filesIn(folder)) {
    if (nowMs - (await stat(file)).mtimeMs < keptMs) continue;
    await rm(file);
    dropped += 1;
  }
  return dropped;
}

async function filesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
