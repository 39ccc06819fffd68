import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { timestamp, type Clock } from '../../shared/clock.ts';
import { homeLayout } from '../../shared/home.ts';

/** Two files of this size at most; the older one is `.1`. */
const fileBytes = 256 * 1024;

/** One line of what went wrong with one event; never a text of it. */
export function logTrouble(home: string, clock: Clock, line: string): void {
  const path = join(home, homeLayout.hookLog);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const isFull = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > fileBytes;
  if (isFull) renameSync(path, `${path}.1`);
  appendFileSync(path, `${timestamp(clock)} ${line}\n`, { mode: 0o600 });
}
