import { readFileSync } from 'node:fs';
import process from 'node:process';

/** False once a process has ended, also while nobody has collected its exit code. */
export function isProcessThere(pid: number): boolean {
  // What is no pid means this process, or its group, to the system.
  return pid > 0 && answersSignal(pid) && !isZombie(pid);
}

function answersSignal(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Only Linux says so, and only of processes that we may see. */
function isZombie(pid: number): boolean {
  try {
    // pid (name) state …; the name may hold anything, so the state is what follows the last ')'.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return /^\) [ZXx] /.test(stat.slice(stat.lastIndexOf(')')));
  } catch {
    // Not to be seen, or gone meanwhile: then it answers no further signal.
    return false;
  }
}
