import process from 'node:process';
import { everyInStep, type Clock } from '../../shared/clock.ts';
import type { Disposable } from '../../shared/lifecycle.ts';
import { beats } from '../../shared/beats.ts';
import { isProcessThere } from '../connection/processState.ts';

/**
 * Tells when the process that started this one is gone. The end of stdin says it sooner, unless
 * somebody else holds the other end of the pipe open.
 */
export function watchParent(
  clock: Clock,
  onGone: () => void,
  parentNow: () => number = () => process.ppid,
): Disposable {
  const parent = parentNow();
  // Who was started from outside of a container has 0 for a parent, and cannot look at it.
  const isThere = (): boolean => parent === 0 || isProcessThere(parent);
  return everyInStep(clock, beats.periodMs, () => {
    if (parentNow() !== parent || !isThere()) onGone();
  });
}
