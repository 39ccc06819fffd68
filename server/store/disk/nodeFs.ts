import * as fs from 'node:fs';
import { promisify } from 'node:util';
import type { StoreFs } from './fs.ts';

/** Above this a write could hold the event loop for long enough to be felt. */
const largeBytes = 1024 * 1024;

const fsync = promisify(fs.fsync);
const write = promisify(fs.write);
const read = promisify(fs.read);

/** What only touches the page cache is done at once (it costs less than a thread's answer). */
export const nodeFs: StoreFs = {
  create: (path) => fs.openSync(path, appendNew, 0o600),
  openToRead: (path) => fs.openSync(path, 'r'),
  append: async (descriptor, bytes) =>
    bytes.length <= largeBytes
      ? fs.writeSync(descriptor, bytes)
      : (await write(descriptor, bytes)).bytesWritten,
  read: async (descriptor, target, position) =>
    (await read(descriptor, target, 0, target.length, position)).bytesRead,
  sync: (descriptor) => fsync(descriptor),
  close: (descriptor) => fs.closeSync(descriptor),
  factsOf: (descriptor) => toFacts(fs.fstatSync(descriptor)),
  facts(path) {
    const stats = fs.statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? null : toFacts(stats);
  },
  list: (folder) => fs.readdirSync(folder),
  makeFolder(path) {
    fs.mkdirSync(path, { mode: 0o700 });
  },
  syncFolder,
  rename: (from, to) => fs.renameSync(from, to),
  unlink: (path) => fs.unlinkSync(path),
  removeFolder: (path) => fs.rmdirSync(path),
};

const appendNew =
  fs.constants.O_CREAT | fs.constants.O_EXCL | fs.constants.O_APPEND | fs.constants.O_WRONLY;

function toFacts(stats: fs.Stats): { size: number; links: number } {
  return { size: stats.size, links: stats.nlink };
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a directory for this, and NTFS journals names by itself.
  if (process.platform === 'win32') return;
  const descriptor = fs.openSync(path, 'r');
  try {
    await fsync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
