import { readFileSync } from 'node:fs';

/** What Linux says of a process. Where there is no /proc these throw, and say what was looked for. */

/** proc(5): clock ticks a second, the same on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** Processor time of all threads since the start, in milliseconds, to 10 ms. */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The name of the program is in parentheses; user and system time are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1_000;
}

export function memoryMb(pid: number): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  return { now: kbOf(status, 'VmRSS') / 1_024, peak: kbOf(status, 'VmHWM') / 1_024 };
}

function kbOf(status: string, field: string): number {
  const kb = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  if (kb === undefined) throw new Error(`/proc has no ${field}`);
  return Number(kb);
}
