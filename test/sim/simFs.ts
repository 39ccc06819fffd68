import type { StoreFs } from '../../server/store/disk/fs.ts';
import { DiskError, type Disk, type File } from './disk.ts';
import type { World } from './world.ts';

/** How a call comes to pass: `act` does it, `onError` what is left when it fails instead. */
type Caller = <T>(
  what: { readonly name: string; readonly path: string },
  act: () => T,
  onError: () => void,
) => T | Promise<T>;

/** The file system as one process of the world sees it. */
export function simFs(world: World, process: number): StoreFs {
  return diskFs(world.disk, (what, act, onError) => world.call(process, what, act, onError));
}

/** A disk without a world: everything happens at once. */
export function diskFs(disk: Disk, caller: Caller = (_what, act) => act()): StoreFs {
  const open = new Map<number, { file: File; path: string }>();
  let next = 1;
  const call = <T>(name: string, path: string, act: () => T, onError = nothing) =>
    caller({ name, path }, act, onError);
  const remember = (file: File, path: string) => {
    open.set(next, { file, path });
    next += 1;
    return next - 1;
  };
  const opened = (descriptor: number) => {
    const entry = open.get(descriptor);
    if (entry === undefined) throw new DiskError('EBADF');
    return entry;
  };
  const pathOf = (descriptor: number) => open.get(descriptor)?.path ?? '';
  const factsOf = ({ bytes, links }: File) => ({ size: bytes.length, links });
  return {
    create: (path) => call('create', path, () => remember(disk.create(path), path)),
    openToRead: (path) => call('open', path, () => remember(disk.file(path), path)),
    append: (descriptor, bytes) =>
      call('append', pathOf(descriptor), () => disk.append(opened(descriptor).file, bytes)),
    read: (descriptor, target, position) =>
      call('read', pathOf(descriptor), () =>
        opened(descriptor).file.bytes.copy(target, 0, position, position + target.length),
      ),
    sync: (descriptor) =>
      call(
        'sync',
        pathOf(descriptor),
        () => disk.sync(opened(descriptor).file),
        // After a sync that failed the next one finds nothing to do, and says that all is well.
        () => disk.spoil(opened(descriptor).file),
      ),
    close: (descriptor) =>
      call('close', pathOf(descriptor), () => {
        opened(descriptor);
        open.delete(descriptor);
      }),
    factsOf: (descriptor) =>
      call('fstat', pathOf(descriptor), () => factsOf(opened(descriptor).file)),
    facts: (path) =>
      call('stat', path, () => {
        const node = disk.find(path);
        return node === undefined ? null : 'bytes' in node ? factsOf(node) : { size: 0, links: 2 };
      }),
    list: (path) => call('list', path, () => [...disk.folder(path).names.keys()]),
    makeFolder: (path) => call('mkdir', path, () => disk.makeFolder(path)),
    syncFolder: (path) => call('syncFolder', path, () => disk.folder(path).sync()),
    rename: (from, to) => call('rename', to, () => disk.rename(from, to)),
    unlink: (path) => call('unlink', path, () => disk.unlink(path)),
    removeFolder: (path) => call('rmdir', path, () => disk.removeFolder(path)),
  };
}

function nothing(): void {
  // A call that fails leaves all as it was.
}
