import { randomBytes } from 'node:crypto';
import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { timestamp, type Clock } from '../../shared/clock.ts';
import { DisposableStore, toDisposable, type Disposable } from '../../shared/lifecycle.ts';
import { beats } from '../../shared/protocol.ts';
import type { ProcessIdentity } from './identity.ts';

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
