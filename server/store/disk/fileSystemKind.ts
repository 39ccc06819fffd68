import { readFileSync, realpathSync } from 'node:fs';
import { runCommand } from '../../process/command.ts';
import { refusals } from '../refusals.ts';

/** Their locks, renames or syncs do not hold between machines, or not at all. */
const shared =
  /^(nfs\d?|cifs|smb\d?|smbfs|afpfs|webdav|9p|virtiofs|drvfs|vboxsf|prl_fs|(osx|mac)?fuse(\..*)?)$/;

/** @throws WatchstanderError UNAVAILABLE when `folder` is on a network or shared file system. */
export async function refuseSharedFileSystem(folder: string): Promise<void> {
  const { path, kind } = await fileSystemOf(folder);
  if (kind === null || !isShared(kind)) return;
  throw refusals.unusable(
    `${path} is on a shared file system (${kind}), where a store would lose updates.`,
    'Set WATCHSTANDER_HOME to a folder on a local disk.',
  );
}

/** The real path of a folder, and the kind of file system there; null when it is not known. */
export async function fileSystemOf(folder: string): Promise<{ path: string; kind: string | null }> {
  const path = realpathSync.native(folder);
  return { path, kind: await fileSystemKind(path) };
}

export function isShared(kind: string): boolean {
  return shared.test(kind);
}

/** Null when it is not known. */
async function fileSystemKind(path: string): Promise<string | null> {
  // A mapped drive resolves to the share that it stands for.
  if (process.platform === 'win32') return path.startsWith('\\\\') ? 'smb' : null;
  if (process.platform === 'darwin')
    return kindFromMount((await runCommand('/sbin/mount', [])) ?? '', path);
  return kindFromMountInfo(readMountInfo(), path);
}

function readMountInfo(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    return '';
  }
}

/** proc(5), mountinfo: the mount point is field 5, the type comes behind the lone dash. */
export function kindFromMountInfo(table: string, path: string): string | null {
  const mounts = table.split('\n').map((line) => {
    const fields = line.split(' ');
    const point = (fields[4] ?? '').replace(/\\(\d{3})/g, unescapeOctal);
    return { point, kind: fields[fields.indexOf('-') + 1] ?? '' };
  });
  return kindOfNearest(mounts, path);
}

/** Lines of mount(8): `/dev/disk3s1 on /System/Volumes/Data (apfs, local, journaled)`. */
export function kindFromMount(table: string, path: string): string | null {
  const mounts = table.split('\n').map((line) => {
    const [, point = '', kind = ''] = / on (\/.*) \(([^,)]+)/.exec(line) ?? [];
    return { point, kind };
  });
  return kindOfNearest(mounts, path);
}

interface Mount {
  readonly point: string;
  readonly kind: string;
}

/** Of equal mount points the last one counts: it lies over the others. */
function kindOfNearest(mounts: readonly Mount[], path: string): string | null {
  let nearest: Mount | null = null;
  for (const mount of mounts) {
    const contains = mount.point !== '' && `${path}/`.startsWith(mount.point.replace(/\/*$/, '/'));
    if (contains && mount.point.length >= (nearest?.point.length ?? 0)) nearest = mount;
  }
  return nearest?.kind ?? null;
}

function unescapeOctal(_escape: string, digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 8));
}
