import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { timestamp, type Clock } from '../../shared/clock.ts';
import { DisposableStore, toDisposable, type Disposable } from '../../shared/lifecycle.ts';
import { beats } from '../../shared/beats.ts';
import { parseIdentity, type ProcessIdentity } from './identity.ts';

/**
 * A file that says who this process is; its modification time is its last beat. It lets others tell
 * a living sidecar from a dead one without asking it.
 */
export function keepRecord(folder: string, identity: ProcessIdentity, clock: Clock): Disposable {
  const life = new DisposableStore();
  const path = join(folder, `${randomBytes(8).toString('hex')}.json`);
  const record = { kind: 'sidecar', identity, started: timestamp(clock) };
  writeFileSync(path, `${JSON.stringify(record)}\n`, { mode: 0o600, flag: 'wx' });
  life.add(toDisposable(() => rmSync(path, { force: true })));
  life.add(
    clock.every(beats.periodMs, () => {
      const seconds = clock.wallMs() / 1_000;
      utimesSync(path, seconds, seconds);
    }),
  );
  return life;
}

/** Who the sidecars are that have a record here, living or dead. */
export function readRecords(folder: string): readonly ProcessIdentity[] {
  return readdirSync(folder)
    .filter((name) => /^[0-9a-f]{16}\.json$/.test(name))
    .flatMap((name) => {
      const identity = readRecord(join(folder, name));
      return identity === null ? [] : [identity];
    });
}

/** Null for a record that is torn, gone meanwhile, or not one. */
function readRecord(path: string): ProcessIdentity | null {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8')) as { identity?: unknown } | null;
    return parseIdentity(value?.identity);
  } catch (error) {
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isGone || error instanceof SyntaxError) return null;
    throw error;
  }
}
