import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { teardown } from 'mocha';
import { systemClock } from '../../../shared/clock.ts';
import { ownIdentity } from '../../../server/process/identity.ts';
import { openFileStore, type FileStoreOptions } from '../../../server/store/openFileStore.ts';
import type { Store } from '../../../server/store/port.ts';

/** Homes that go with the test that made them. */
const homes: string[] = [];

export function temporaryHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'watchstander-store-'));
  homes.push(home);
  return home;
}

teardown(() => {
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
});

export async function openIn(home: string, options?: Partial<FileStoreOptions>): Promise<Store> {
  return openFileStore({
    folder: join(home, 'store'),
    clock: systemClock,
    identity: await ownIdentity(),
    log: () => undefined,
    ...options,
  });
}
