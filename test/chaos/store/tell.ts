import { writeSync } from 'node:fs';

/**
 * A line on stdout before anything else happens: what a killed process has told is what was written.
 * Whoever listens may be slow, and a full pipe that does not block says so instead of waiting.
 */
export function tell(line: string): void {
  for (;;) {
    try {
      // Shorter than what a pipe takes as a whole or not at all.
      writeSync(1, `${line}\n`);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(pause, 0, 0, 1);
    }
  }
}

const pause = new Int32Array(new SharedArrayBuffer(4));
