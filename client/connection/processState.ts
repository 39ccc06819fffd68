import { readFileSync } from 'node:fs';
import process from 'node:process';

/** False once a process has ended, also while nobody has collected its exit code. */
export function isProcessThere(pid: number): boolean {
  return process.platform === 'linux' ? isListed(pid) : answersSignal(pid);
}

function isListed(pid: number): boolean {
  try {
    // pid (name) state …; the name may hold anything, so the state is what follows the last ')'.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !/^\) [ZXx] /.test(stat.slice(stat.lastIndexOf(')')));
  } catch {
    // Gone, or gone while it was read.
    return false;
  }
}

function answersSignal(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
