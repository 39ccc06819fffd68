import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { timestamp, type Clock } from '../../shared/clock.ts';

const fileBytes = 2 * 1024 * 1024;
const files = 5;

export type Log = (line: string) => void;

/** A log of at most 5 files of 2 MB; the newest is `path`, older ones have a number. */
export function openLog(path: string, clock: Clock): Log {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  let bytes = sizeOf(path);
  return (line) => {
    const text = `${timestamp(clock)} [${process.pid}] ${line}\n`;
    if (bytes + text.length > fileBytes) bytes = rotate(path);
    appendFileSync(path, text, { mode: 0o600 });
    bytes += text.length;
  };
}

function rotate(path: string): number {
  for (let number = files - 1; number >= 1; number -= 1) {
    const from = number === 1 ? path : `${path}.${number - 1}`;
    if (sizeOf(from) > 0) renameSync(from, `${path}.${number}`);
  }
  return 0;
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
