import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { until } from '../until.ts';

/**
 * Process ids, other than our own, whose command line or starting environment names `text`: with a
 * unique folder as text, all that was started for that folder, however it was detached.
 */
export function processesNaming(text: string): number[] {
  const all = existsSync('/proc/self/environ') ? fromProc() : fromPs();
  return all
    .filter((one) => one.pid !== process.pid && one.about.includes(text))
    .map((one) => one.pid);
}

/** SIGTERM, then SIGKILL for what does not listen; resolves when none is left. */
export async function endProcessesNaming(text: string): Promise<void> {
  signalAll(text, 'SIGTERM');
  const gone = () => processesNaming(text).length === 0;
  try {
    await until(`processes of ${text} ended`, gone, 5000);
  } catch {
    // Not listening to SIGTERM is what SIGKILL is for; the second wait has no such way out.
    signalAll(text, 'SIGKILL');
    await until(`killed processes of ${text} gone`, gone, 5000);
  }
}

function signalAll(text: string, signal: NodeJS.Signals): void {
  for (const pid of processesNaming(text)) endOne(pid, signal);
}

/** A process that has ended by itself in the meantime is what was wanted. */
export function endOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Whether a process group has a member that has not ended; one that nobody waited for yet has. */
export function groupLives(leader: number): boolean {
  if (!existsSync('/proc/self/stat')) return isKnown(-leader);
  return readdirSync('/proc').some((pid) => {
    if (!/^\d+$/u.test(pid)) return false;
    // "pid (name) state parent group …", and a name may hold anything.
    const [state, , group] = readProc(Number(pid), 'stat').split(') ').at(-1)?.split(' ') ?? [];
    return Number(group) === leader && state !== 'Z';
  });
}

function isKnown(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

interface Running {
  pid: number;
  about: string;
}

function fromProc(): Running[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.map((pid) => ({ pid, about: aboutOf(pid) }));
}

/** Threads of the kernel, most of what is there, have neither. */
function aboutOf(pid: number): string {
  const line = readProc(pid, 'cmdline');
  return line === '' ? '' : line + readProc(pid, 'environ');
}

/** Empty for a process of another user and for one that ended while we looked. */
function readProc(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${String(pid)}/${name}`, 'utf8');
  } catch (error) {
    if (
      ['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(String((error as NodeJS.ErrnoException).code))
    )
      return '';
    throw error;
  }
}

function fromPs(): Running[] {
  const output = execFileSync('ps', ['axeww', '-o', 'pid=,command='], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return output.split('\n').map((line) => ({ pid: Number.parseInt(line, 10), about: line }));
}
