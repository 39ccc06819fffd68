// Entry: makes or finds the asset named by the argument, and says which.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { delay, systemClock } from '../../../shared/clock.ts';
import { asset } from '../../support/vscode/asset.ts';

const folder = await asset(process.argv[2] ?? 'unnamed', async (target) => {
  process.stdout.write('made\n');
  // Long enough for the other run to come while this one is at work.
  await delay(systemClock, 500);
  await writeFile(path.join(target, 'content'), '');
});
const complete = existsSync(path.join(folder, 'content'));
process.stdout.write(complete ? 'found complete\n' : 'found incomplete\n');
