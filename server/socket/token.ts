import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeLayout } from '../../shared/home.ts';

/** The home's secret: made once, whoever comes first; 32 random bytes in hex. */
export function readOrMakeToken(home: string): string {
  const path = join(home, homeLayout.token);
  if (!existsSync(path)) makeToken(path);
  return readFileSync(path, 'utf8').trim();
}

function makeToken(path: string): void {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  try {
    // A link fails where the name is taken, so that all contenders end with one token.
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}
