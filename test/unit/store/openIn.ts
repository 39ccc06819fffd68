import { join } from 'node:path';
import { systemClock } from '../../../shared/clock.ts';
import { ownIdentity } from '../../../server/process/identity.ts';
import { openFileStore, type FileStoreOptions } from '../../../server/store/openFileStore.ts';
import type { Store } from '../../../server/store/port.ts';

export async function openIn(home: string, options?: Partial<FileStoreOptions>): Promise<Store> {
  return openFileStore({
    folder: join(home, 'store'),
    clock: systemClock,
    identity: await ownIdentity(),
    log: () => undefined,
    ...options,
  });
}
