import * as fs from 'node:fs';
import { parseIdentity, type ProcessIdentity } from '../../process/identity.ts';
import { codeOf } from '../disk/fs.ts';

export interface LockOwner {
  readonly file: string;
  /** Null when it cannot be read. */
  readonly identity: ProcessIdentity | null;
}

type Callback = (error: NodeJS.ErrnoException | null) => void;

/**
 * A lock folder that says whose it is. It comes into being with its owner's file inside, in one
 * rename, and goes only through the removal of exactly that file: nobody removes a lock that is not
 * theirs, nobody takes one twice. (Measured without this: 16 processes that met a stale lock had up
 * to six holders in 59 of 100 rounds.)
 */
export class OwnedFolder {
  readonly path: string;
  private readonly draft: string;
  private readonly ownFile: string;
  private readonly identity: ProcessIdentity;

  constructor(path: string, nonce: string, identity: ProcessIdentity) {
    this.path = path;
    this.draft = `${path}.${nonce}`;
    this.ownFile = `o-${nonce}`;
    this.identity = identity;
  }

  /** What proper-lockfile makes and removes its folder with. */
  readonly operations = {
    mkdir: (_path: string, callback: Callback): void => settleWith(callback, () => this.make()),
    rmdir: (_path: string, callback: Callback): void => settleWith(callback, () => this.remove()),
    rmdirSync: (): void => this.remove(),
  };

  isOurs(): boolean {
    return fs.existsSync(`${this.path}/${this.ownFile}`);
  }

  /** Whoever else has a file in it. */
  owners(): LockOwner[] {
    const owners: LockOwner[] = [];
    for (const file of listOrNone(this.path)) {
      if (!file.startsWith('o-') || file === this.ownFile) continue;
      const identity = readIdentity(`${this.path}/${file}`);
      if (identity !== 'gone') owners.push({ file, identity });
    }
    return owners;
  }

  isHeldBy(owner: LockOwner): boolean {
    return fs.existsSync(`${this.path}/${owner.file}`);
  }

  /** Only after `owner` was judged: exactly its file goes, whatever has taken its place meanwhile. */
  breakOwner(owner: LockOwner): void {
    removeFile(`${this.path}/${owner.file}`);
    removeIfEmpty(this.path);
  }

  /** Throws ENOTEMPTY when it is held by another. */
  remove(): void {
    removeFile(`${this.path}/${this.ownFile}`);
    ignoring(['ENOENT'], () => fs.rmdirSync(this.path));
  }

  /** Ours no longer, whoever has it. */
  leave(): void {
    removeFile(`${this.path}/${this.ownFile}`);
    removeIfEmpty(this.path);
  }

  discardDraft(): void {
    removeFile(`${this.draft}/${this.ownFile}`);
    removeIfEmpty(this.draft);
  }

  private make(): void {
    if (this.isOurs()) return;
    this.prepare();
    // Whatever is empty belongs to nobody; Windows cannot rename onto it.
    removeIfEmpty(this.path);
    try {
      fs.renameSync(this.draft, this.path);
    } catch (error) {
      const taken = ['ENOTEMPTY', 'EPERM', 'EACCES'].includes(codeOf(error) ?? '');
      throw taken && fs.existsSync(this.path)
        ? Object.assign(new Error('held'), { code: 'EEXIST' })
        : error;
    }
  }

  /** Durable first: after a power failure the name must not point to an empty file. */
  private prepare(): void {
    if (fs.existsSync(`${this.draft}/${this.ownFile}`)) return;
    ignoring(['EEXIST'], () => fs.mkdirSync(this.draft, { mode: 0o700 }));
    const descriptor = fs.openSync(`${this.draft}/${this.ownFile}`, 'w', 0o600);
    try {
      fs.writeSync(descriptor, JSON.stringify(this.identity));
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
  }
}

function settleWith(callback: Callback, act: () => void): void {
  try {
    act();
  } catch (error) {
    callback(error as NodeJS.ErrnoException);
    return;
  }
  callback(null);
}

function readIdentity(path: string): ProcessIdentity | null | 'gone' {
  try {
    return parseIdentity(JSON.parse(fs.readFileSync(path, 'utf8')));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'gone';
    if (error instanceof SyntaxError || codeOf(error) !== undefined) return null;
    throw error;
  }
}

function listOrNone(path: string): string[] {
  let names: string[] = [];
  ignoring(['ENOENT'], () => (names = fs.readdirSync(path)));
  return names;
}

function removeFile(path: string): void {
  ignoring(['ENOENT'], () => fs.unlinkSync(path));
}

function removeIfEmpty(path: string): void {
  ignoring(['ENOENT', 'ENOTEMPTY', 'EEXIST', 'EPERM', 'EBUSY', 'EACCES'], () => fs.rmdirSync(path));
}

function ignoring(codes: readonly string[], act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!codes.includes(codeOf(error) ?? '')) throw error;
  }
}
