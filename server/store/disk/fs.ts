/**
 * The few file operations that the store is made of. The real ones are in `nodeFs.ts`; the
 * simulation has others, which crash, tear and fail. An operation that is fast gives its result at
 * once, a slow one a promise: callers await both. All reject or throw with Node's error codes.
 */
export type Eventually<T> = T | Promise<T>;

export interface FileFacts {
  readonly size: number;
  /** Number of names that the file has; 0 when its last one was removed. */
  readonly links: number;
}

export interface StoreFs {
  /** A new file that only grows (O_EXCL, O_APPEND). EEXIST when the name is taken. */
  create(path: string): Eventually<number>;
  openToRead(path: string): Eventually<number>;
  /** Returns how many bytes were written: fewer than given when the disk gets full. */
  append(descriptor: number, bytes: Uint8Array): Eventually<number>;
  /** Fills `target` from `position` on; returns how many bytes were read. */
  read(descriptor: number, target: Uint8Array, position: number): Eventually<number>;
  sync(descriptor: number): Eventually<void>;
  close(descriptor: number): Eventually<void>;
  factsOf(descriptor: number): Eventually<FileFacts>;
  /** Null when there is nothing of that name. */
  facts(path: string): Eventually<FileFacts | null>;
  list(folder: string): Eventually<readonly string[]>;
  makeFolder(path: string): Eventually<void>;
  syncFolder(path: string): Eventually<void>;
  rename(from: string, to: string): Eventually<void>;
  unlink(path: string): Eventually<void>;
  removeFolder(path: string): Eventually<void>;
}

export function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code;
}

/** There is no room: it passes when someone makes some. */
export function isFull(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** Writes all of it or throws. A short write comes without an error: the next one names it. */
export async function appendAll(fs: StoreFs, descriptor: number, bytes: Uint8Array): Promise<void> {
  let done = await fs.append(descriptor, bytes);
  while (done < bytes.length) {
    const more = await fs.append(descriptor, bytes.subarray(done));
    if (more === 0) throw Object.assign(new Error('nothing could be written'), { code: 'ENOSPC' });
    done += more;
  }
}

/** The whole file as it is now. */
export async function readWhole(fs: StoreFs, path: string): Promise<Buffer> {
  const descriptor = await fs.openToRead(path);
  try {
    const { size } = await fs.factsOf(descriptor);
    return await readRange(fs, descriptor, { start: 0, length: size });
  } finally {
    await fs.close(descriptor);
  }
}

export interface ByteRange {
  readonly start: number;
  readonly length: number;
}

/** Fewer bytes than asked for when the file ends before. */
export async function readRange(
  fs: StoreFs,
  descriptor: number,
  range: ByteRange,
): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(range.length);
  let done = 0;
  while (done < range.length) {
    const count = await fs.read(descriptor, bytes.subarray(done), range.start + done);
    if (count === 0) break;
    done += count;
  }
  return bytes.subarray(0, done);
}
