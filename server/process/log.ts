import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { timestamp, type Clock } from '../../shared/clock.ts';

const fileBytes = 2 * 1024 * 1024;
const files = 5;

export type Log = (line: string) => void;

/**
 * A log of at most 5 files of 2 MB; the newest is `path`, older ones have a number. What cannot be
 * written is left out and counted: a full disk must not end who only wants to say that it is full.
 */
export function openLog(path: string, clock: Clock): Log {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  let bytes = sizeOf(path);
  let lost = 0;
  return (line) => {
    const gap = lost === 0 ? '' : `(${lost} lines before this one could not be written) `;
    const text = `${timestamp(clock)} [${process.pid}] ${gap}${line}\n`;
    try {
      const length = Buffer.byteLength(text);
      if (bytes + length > fileBytes) bytes = rotate(path);
      appendFileSync(path, text, { mode: 0o600 });
      bytes += length;
      lost = 0;
    } catch {
      lost += 1;
    }
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
