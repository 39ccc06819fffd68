import process from 'node:process';
import { everyInStep, type Clock } from '../../shared/clock.ts';
import type { Disposable } from '../../shared/lifecycle.ts';
import { beats } from '../../shared/beats.ts';

/**
 * Tells when the process that started this one is gone. The end of stdin says it sooner, unless
 * somebody else holds the other end of the pipe open.
 */
export function watchParent(clock: Clock, onGone: () => void): Disposable {
  const parent = process.ppid;
  return everyInStep(clock, beats.periodMs, () => {
    if (process.ppid !== parent || !isAlive(parent)) onGone();
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
