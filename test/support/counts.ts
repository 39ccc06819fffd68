import { appendFileSync } from 'node:fs';
import process from 'node:process';

/** For the long run, which reports how much a suite has tried; nothing happens in `npm test`. */
export function count(what: string, times: number): void {
  const file = process.env['WATCHSTANDER_COUNTS_FILE'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify([what, times])}\n`);
}
