import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { timestamp, type Clock } from '../../shared/clock.ts';
import { homeLayout } from '../../shared/home.ts';

/** Two files of this size at most; the older one is `.1`. */
const fileBytes = 256 * 1024;

/**
 * One line of what went wrong with one event; never a text of it. What the program is told does not
 * depend on it: a disk may be full, and a hook beside this one may move the file at any moment.
 */
export function logTrouble(home: string, clock: Clock, line: string): void {
  try {
    append(join(home, homeLayout.hookLog), `${timestamp(clock)} ${line}\n`);
  } catch {
    // There is nobody left to tell.
  }
}

function append(path: string, line: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const isFull = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > fileBytes;
  if (isFull) renameSync(path, `${path}.1`);
  appendFileSync(path, line, { mode: 0o600 });
}
