import process from 'node:process';
import { delay, type Clock } from '../../shared/clock.ts';
import { runCommand } from './command.ts';
import { descendantsOf } from './descendants.ts';
import { platformSource, standingOf, type ProcessIdentity } from './identity.ts';

const graceMs = 2_000;
const lookMs = 20;

/**
 * Ends a process that is certainly the one named: asks, waits two seconds, then kills it with all its
 * descendants. One that is stopped cannot do what it is asked, so it is not. Never acts on a pid
 * alone: pids are reused. Resolves to whether it is gone for certain.
 */
export async function endProcess(
  target: ProcessIdentity,
  self: ProcessIdentity,
  clock: Clock,
): Promise<boolean> {
  const standing = await standingOf(target, self);
  if (standing !== 'alive') return standing === 'dead';
  const { isStopped } = await platformSource().look(target.pid);
  if (isStopped !== true) {
    signal(target.pid, 'SIGTERM');
    if (await endsWithin(target, self, clock)) return true;
  }
  // It may have ended and its pid may be a stranger's by now: look again before the last word.
  if ((await standingOf(target, self)) === 'alive') await killTree(target.pid);
  return endsWithin(target, self, clock);
}

async function endsWithin(
  target: ProcessIdentity,
  self: ProcessIdentity,
  clock: Clock,
): Promise<boolean> {
  const untilMs = clock.monotonicMs() + graceMs;
  while ((await standingOf(target, self)) !== 'dead') {
    if (clock.monotonicMs() > untilMs) return false;
    await delay(clock, lookMs);
  }
  return true;
}

/** Whatever comes of it: whether it has ended is looked at afterwards. */
async function killTree(pid: number): Promise<void> {
  if (process.platform === 'win32') {
    await runCommand('taskkill', ['/pid', String(pid), '/T', '/F']);
    return;
  }
  const descendants = await descendantsOf(pid);
  for (const each of [...descendants, pid]) signal(each, 'SIGKILL');
}

/** A process that has just ended by itself is what was wanted. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
