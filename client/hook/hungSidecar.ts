import { closeSync, fstatSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { homeLayout } from '../../shared/home.ts';
import { readInvitation } from '../connection/home.ts';

/**
 * A sidecar that hangs would cost every call the whole wait. So the first hook that got no answer in
 * time says so in a file, and those of the next half minute tell what they have to tell without a wait
 * for more than the answer of a sidecar that is well. Pauses hold meanwhile: their markers are read first.
 */

const rememberedMs = 30_000;

/** Whether the sidecar that leads now left a hook without an answer just now. */
export function isHung(home: string, clock: Clock): boolean {
  const mark = readMark(join(home, homeLayout.unanswered));
  if (mark === null) return false;
  const agoMs = clock.wallMs() - mark.writtenMs;
  return agoMs >= 0 && agoMs < rememberedMs && mark.leader === leaderOf(home);
}

export function rememberHung(home: string): void {
  writeFileSync(join(home, homeLayout.unanswered), leaderOf(home), { mode: 0o600 });
}

/** It answers again. */
export function forgetHung(home: string): void {
  rmSync(join(home, homeLayout.unanswered), { force: true });
}

interface Mark {
  readonly writtenMs: number;
  readonly leader: string;
}

/**
 * Opened once: a hook beside this one may remove the mark at any moment. What cannot be read is no
 * mark: without it a hook waits longer, and tells all the same what it has to tell.
 */
function readMark(path: string): Mark | null {
  try {
    const descriptor = openSync(path, 'r');
    try {
      const leader = readFileSync(descriptor, 'utf8');
      return { writtenMs: fstatSync(descriptor).mtimeMs, leader };
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return null;
  }
}

/** A successor has another epoch: nothing is known of it yet. */
function leaderOf(home: string): string {
  return String(readInvitation(home)?.endpoint.epoch);
}
