import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { teardown } from 'mocha';

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
