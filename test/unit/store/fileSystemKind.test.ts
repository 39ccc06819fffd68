import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import {
  isShared,
  kindFromMount,
  kindFromMountInfo,
  refuseSharedFileSystem,
} from '../../../server/store/disk/fileSystemKind.ts';
import { temporaryHome } from './temporary.ts';

const mountinfo = [
  '22 27 0:21 / /proc rw,relatime - proc proc rw',
  '27 1 254:0 / / rw,relatime shared:1 master:2 - ext4 /dev/vda rw',
  '28 27 0:44 / /home rw - nfs4 server:/home rw',
  '29 28 0:45 / /home/a\\040b rw - fuse.sshfs a@b:/ rw',
  '30 27 0:46 / /mnt/c rw - 9p C:\\134 rw',
  '31 27 0:47 / /over rw - ext4 /dev/vdb rw',
  '32 31 0:48 / /over rw - cifs //s/x rw',
].join('\n');

suite('store: where it may not be', () => {
  test('linux: the nearest mount counts, and the last of equal ones', () => {
    const cases = {
      '/var/lib': 'ext4',
      '/home/me/.local': 'nfs4',
      '/homes/me': 'ext4',
      '/home/a b/store': 'fuse.sshfs',
      '/mnt/c/Users': '9p',
      '/over/there': 'cifs',
    };
    for (const [path, kind] of Object.entries(cases)) {
      assert.equal(kindFromMountInfo(mountinfo, path), kind, path);
    }
    assert.equal(kindFromMountInfo('', '/home'), null);
  });

  test('macOS: lines of mount', () => {
    const table = [
      '/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)',
      '/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)',
      '//me@nas/share on /Volumes/share (smbfs, nodev, nosuid, mounted by me)',
    ].join('\n');
    assert.equal(kindFromMount(table, '/System/Volumes/Data/Users/me'), 'apfs');
    assert.equal(kindFromMount(table, '/Volumes/share/x'), 'smbfs');
  });

  test('shared kinds are refused, local ones are not', () => {
    const shared =
      'nfs nfs4 cifs smb3 smbfs 9p virtiofs drvfs vboxsf prl_fs fuse fuse.sshfs macfuse';
    for (const kind of shared.split(' ')) assert(isShared(kind), kind);
    for (const kind of 'ext4 xfs btrfs zfs apfs tmpfs overlay fuseblk'.split(' ')) {
      assert(!isShared(kind), kind);
    }
  });

  test('this machine may hold one', async () => {
    await assert.doesNotReject(refuseSharedFileSystem(temporaryHome()));
  });
});
