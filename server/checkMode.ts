import { join } from 'node:path';
import type { Clock } from '../shared/clock.ts';
import { homeLayout } from '../shared/home.ts';
import type { StoreReport } from '../shared/storeReport.ts';
import { flow } from './governance/constants.ts';
import { checkStore } from './store/check/checkStore.ts';
import { fileSystemOf, isShared } from './store/disk/fileSystemKind.ts';
import { nodeFs } from './store/disk/nodeFs.ts';
import { allRules } from './store/ground.ts';

/**
 * `sidecar.js --check`: verifies the store of a home, for `doctor`. Who asks is a client and knows
 * nothing of files of the store; so the sidecar's own program answers, without becoming a sidecar.
 */
export async function checkHome(home: string, clock: Clock): Promise<StoreReport> {
  const folder = join(home, homeLayout.store);
  const site = { fs: nodeFs, folder, clock, rules: allRules };
  const contents = await checkStore({ ...site, timeStep: flow.h });
  const kind = contents.exists ? (await fileSystemOf(home)).kind : null;
  return { ...contents, file_system: { kind, is_shared: kind !== null && isShared(kind) } };
}
