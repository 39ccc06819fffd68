import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** What is proved and what proves it; the page that tells of it may change without a new run. */
const trees = ['server', 'shared', 'package-lock.json'];
const clients = ['connection', 'mcp', 'cli', 'hook', 'export'].map((room) => `client/${room}`);
const proofs = ['test/proof', 'test/sim', 'test/chaos', 'test/fuzz', ':!test/proof/page'];
/** What the proofs are made of, and the suites that they run with more of everything. */
const support = ['test/support', 'test/unit/governance', 'test/unit/store', 'test/unit/handlers'];
const all = [...trees, ...clients, ...support, ...proofs];

/** The code that a run is about. */
export interface Subject {
  readonly commit: string;
  /** Equal when nothing has changed that the run is about, whatever else was committed since. */
  readonly code: string;
}

export function currentSubject(): Subject {
  const files = git('ls-files', '--', ...all)
    .split('\n')
    .filter((file) => existsSync(join(root, file)));
  const digest = createHash('sha256');
  for (const file of files) {
    digest
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  const isChanged = git('status', '--porcelain', '--', ...all) !== '';
  const commit = git('rev-parse', '--short=12', 'HEAD') + (isChanged ? ' with changes' : '');
  return { commit, code: digest.digest('hex').slice(0, 16) };
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
}
