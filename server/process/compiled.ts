import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

/** A program, and where it is kept as it was compiled. */
export interface Compiled {
  readonly program: string;
  readonly script: Script;
  readonly file: string;
  /** How much of it did not have to be compiled this time. */
  readonly keptBytes: number;
}

/** In front of what was compiled stands its checksum. */
const headBytes = 4;

/**
 * Reads a program, and what an earlier start kept of it. Node's own compile cache keeps what was
 * compiled before the program began, which is next to nothing: functions are compiled when they are
 * first called, and a start calls thousands.
 */
export function loadCompiled(program: string, folder: string): Compiled {
  const source = readFileSync(program);
  const name = [crc32(source).toString(16), process.arch, process.versions.v8].join('-');
  const file = join(folder, name);
  const kept = readKept(file);
  const options = { filename: program, ...(kept === null ? {} : { cachedData: kept }) };
  const script = new Script(source.toString('utf8'), options);
  const isUsed = kept !== null && script.cachedDataRejected === false;
  return { program, script, file, keptBytes: isUsed ? kept.length : 0 };
}

type Wrapped = (exports: object, require: NodeJS.Require, module: object, ...at: string[]) => void;

/** What the program exports. It is a function expression, as Node wraps CommonJS into one. */
export function evaluate({ program, script }: Compiled, require: NodeJS.Require): object {
  const module = { exports: {} };
  const wrapped = script.runInThisContext() as Wrapped;
  wrapped(module.exports, require, module, program, dirname(program));
  return module.exports;
}

/** As `loadCompiled` finds it. */
export function withChecksum(data: Buffer): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeUInt32LE(crc32(data));
  return Buffer.concat([head, data]);
}

/** Null when nothing whole is there. V8 trusts the bytes, so that they are its own is for us to see. */
function readKept(file: string): Buffer | null {
  try {
    const bytes = readFileSync(file);
    const data = bytes.subarray(headBytes);
    return data.length > 0 && bytes.readUInt32LE() === crc32(data) ? data : null;
  } catch {
    // Without it the start takes longer, and that is all.
    return null;
  }
}
