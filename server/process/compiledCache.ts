import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { withChecksum, type Compiled } from './compiled.ts';

const keptMs = 30 * 24 * 60 * 60 * 1_000;
/** By so much more must be compiled that keeping it anew is worth it. */
const noticeable = 1.02;

/** Keeps what is compiled by now for the next start, if that is more than it had this time. */
export function keepCompiled({ script, file, keptBytes }: Compiled): void {
  const data = script.createCachedData();
  if (data.length < keptBytes * noticeable) return;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileAtomic.sync(file, withChecksum(data), { mode: 0o600, fsync: false });
}

/**
 * Removes what was compiled a month ago: each build and each Node leaves its own, and nobody else
 * clears it. What is still in use is compiled again at the next start.
 * @returns How many files went.
 */
export function dropOldCompiled(folder: string, nowMs: number): number {
  const old = filesIn(folder).filter((file) => nowMs - statSync(file).mtimeMs >= keptMs);
  for (const file of old) rmSync(file);
  return old.length;
}

function filesIn(folder: string): string[] {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
