import { readdirSync, readFileSync } from 'node:fs';

/** What Linux says of a process. Where there is no /proc these throw, and say what was looked for. */

/** Processor time of the threads that it has now, in milliseconds. Ticks of 10 ms would be too coarse. */
export function cpuMs(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  const nanoseconds = readdirSync(tasks).map((task) =>
    Number(readFileSync(`${tasks}/${task}/schedstat`, 'latin1').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
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
