import process from 'node:process';
import { promisify } from 'node:util';
import { delay, type Clock } from '../../shared/clock.ts';
import { platformSource, standingOf, type ProcessIdentity } from './identity.ts';

const graceMs = 2_000;
const lookMs = 20;

/**
 * Ends a process that is certainly the one named: asks, waits two seconds, then kills it with all its
 * descendants. One that is stopped cannot do what it is asked, so it is not. Never acts on a pid
 * alone: pids are reused. Resolves to whether it is gone.
 */
export async function endProcess(
  target: ProcessIdentity,
  self: ProcessIdentity,
  clock: Clock,
): Promise<boolean> {
  if ((await standingOf(target, self)) !== 'alive') return false;
  const { isStopped } = await platformSource().look(target.pid);
  if (isStopped !== true) {
    signal(target.pid, 'SIGTERM');
    if (await endsWithin(target, self, clock)) return true;
  }
  // It may have ended and its pid may be a stranger's by now: look again before the last word.
  if ((await standingOf(target, self)) !== 'alive') return true;
  await killTree(target.pid);
  return endsWithin(target, self, clock);
}

async function endsWithin(
  target: ProcessIdentity,
  self: ProcessIdentity,
  clock: Clock,
): Promise<boolean> {
  const untilMs = clock.monotonicMs() + graceMs;
  while ((await standingOf(target, self)) === 'alive') {
    if (clock.monotonicMs() > untilMs) return false;
    await delay(clock, lookMs);
  }
  return true;
}

/** `ps-tree` needs wmic on Windows, which new releases no longer have; `taskkill` is always there. */
async function killTree(pid: number): Promise<void> {
  if (process.platform === 'win32') {
    const { execFile } = await import('node:child_process');
    await promisify(execFile)('taskkill', ['/pid', String(pid), '/T', '/F']);
    return;
  }
  // Hardly ever needed: a start does without evaluating it.
  const { default: psTree } = await import('ps-tree');
  const descendants = await promisify(psTree)(pid);
  for (const { PID } of descendants) signal(Number(PID), 'SIGKILL');
  signal(pid, 'SIGKILL');
}

/** A process that has just ended by itself is what was wanted. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
