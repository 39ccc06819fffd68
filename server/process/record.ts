import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { everyInStep, type Clock } from '../../shared/clock.ts';
import { DisposableStore, toDisposable, type Disposable } from '../../shared/lifecycle.ts';
import { beats } from '../../shared/beats.ts';
import { parseIdentity, type ProcessIdentity } from './identity.ts';

/**
 * A file that says who a process is; its modification time is its last beat. It lets others tell a
 * living process from a dead one without asking it. Windows have none: nobody is to end them.
 */
export type ProcessRecord =
  | {
      readonly kind: 'sidecar';
      readonly identity: ProcessIdentity;
      /** Wall time, for people. */
      readonly started: string;
      /** A copied home takes its records with it: they are of the home that they were written in. */
      readonly home: string;
      /** Where it listens, or is about to. */
      readonly address: string;
    }
  | {
      readonly kind: 'mcp';
      readonly identity: ProcessIdentity;
      readonly started: string;
      readonly home: string;
      /** Whose shim it is; null where that could not be seen. */
      readonly parent: ProcessIdentity | null;
    };

/** A record as found. */
export interface FoundRecord {
  /** The name of its file without `.json`; never given twice. */
  readonly nonce: string;
  readonly record: ProcessRecord;
  /** Wall time of the last beat. */
  readonly beatMs: number;
}

/** Writes a record whole, and gives its nonce. */
export function writeRecord(folder: string, record: ProcessRecord): string {
  const nonce = randomBytes(8).toString('hex');
  write(folder, nonce, record);
  return nonce;
}

/** Keeps the record of this process: beats, and takes it away at the end. */
export function keepRecord(
  folder: string,
  record: ProcessRecord,
  clock: Clock,
): Disposable & { readonly nonce: string } {
  const life = new DisposableStore();
  const nonce = writeRecord(folder, record);
  const path = pathOf(folder, nonce);
  life.add(toDisposable(() => rmSync(path, { force: true })));
  life.add(
    everyInStep(clock, beats.periodMs, () => {
      if (!touch(path, clock)) write(folder, nonce, record);
    }),
  );
  return { nonce, dispose: () => life.dispose() };
}

/** False when somebody has removed it. */
function touch(path: string, clock: Clock): boolean {
  const seconds = clock.wallMs() / 1_000;
  try {
    utimesSync(path, seconds, seconds);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** All records that can be read, of the living and the dead. */
export function readRecords(folder: string): readonly FoundRecord[] {
  return readdirSync(folder).flatMap((name) => {
    const nonce = /^([0-9a-f]{16})\.json$/.exec(name)?.[1];
    const found = nonce === undefined ? null : readRecord(folder, nonce);
    return found === null ? [] : [found];
  });
}

export function removeRecord(folder: string, nonce: string): void {
  rmSync(pathOf(folder, nonce), { force: true });
}

function write(folder: string, nonce: string, record: ProcessRecord): void {
  const text = `${JSON.stringify(record)}\n`;
  writeFileAtomic.sync(pathOf(folder, nonce), text, { mode: 0o600, fsync: false });
}

function pathOf(folder: string, nonce: string): string {
  return join(folder, `${nonce}.json`);
}

/** Null for a record that is gone meanwhile, or is not one. */
function readRecord(folder: string, nonce: string): FoundRecord | null {
  const path = pathOf(folder, nonce);
  try {
    const record = parseRecord(JSON.parse(readFileSync(path, 'utf8')));
    return record === null ? null : { nonce, record, beatMs: statSync(path).mtimeMs };
  } catch (error) {
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isGone || error instanceof SyntaxError) return null;
    throw error;
  }
}

function parseRecord(value: unknown): ProcessRecord | null {
  if (typeof value !== 'object' || value === null) return null;
  const { kind, started, home, address, parent, ...rest } = value as Record<string, unknown>;
  const identity = parseIdentity(rest['identity']);
  if (identity === null || typeof started !== 'string' || typeof home !== 'string') return null;
  const common = { identity, started, home };
  if (kind === 'mcp') return { kind, ...common, parent: parseIdentity(parent) };
  return kind === 'sidecar' && typeof address === 'string' ? { kind, ...common, address } : null;
}
