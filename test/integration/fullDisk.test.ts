import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Failure } from '../../shared/errors.ts';
import type { CheckInResult } from '../../shared/model.ts';
import { notTried } from '../support/notTried.ts';
import { plainCheckIn } from '../support/records.ts';
import { TestHome } from '../support/testHome.ts';
import { TestWindow } from '../support/testWindow.ts';
import { until } from '../support/until.ts';

/** A small disk of its own takes a privilege; the simulation fills its disks everywhere. */
const canMount = process.platform === 'linux' && process.getuid?.() === 0;

suite('a full disk', canMount ? fullDisk : () => notTried('no root to mount a small disk'));

function fullDisk(this: Mocha.Suite): void {
  let disk = '';
  let home: TestHome;

  setup(() => {
    disk = mkdtempSync(join(tmpdir(), 'ws-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk]);
    chmodSync(disk, 0o700);
    home = new TestHome({}, disk);
  });

  teardown(async () => {
    await home.dispose();
    // Lazily: a process that has just ended may still be putting down its working folder.
    execFileSync('umount', ['--lazy', disk]);
    rmSync(disk, { recursive: true });
  });

  /** Takes all the room that is left, and gives it back. */
  function fill(): () => void {
    const { bavail, bsize } = statfsSync(disk);
    const path = join(disk, 'filler');
    writeFileSync(path, Buffer.alloc(bavail * bsize));
    return () => rmSync(path);
  }

  test('reads go on, writes are refused with words, and all goes on by itself when there is room', async () => {
    const window = await TestWindow.open(home);
    const report = (): Promise<CheckInResult> =>
      window.request('watchstander/checkIn', plainCheckIn);
    assert.equal((await report()).version, 1);
    const { pid } = await window.request('watchstander/status', {});
    const empty = fill();
    await assert.rejects(report(), ({ data }: { data: Failure }) => {
      assert.equal(data.code, 'UNAVAILABLE');
      assert.match(data.error, /^The disk is full: .* nothing new can be stored in .*\/store\.$/);
      assert.match(data.next_step, /^Make room on that disk/);
      return true;
    });
    const { store } = await window.request('watchstander/status', {});
    assert.equal(store.read_only, true);
    assert.match(store.error ?? '', /disk is full.*Make room/);
    assert.match((await home.cli('status')).stdout, /disk is full/);
    const { row } = await window.request('watchstander/agent', { agent_id: 'a' });
    assert.equal(row.version, 1);
    empty();
    await until('the window told of each change', () => window.storeStates.length === 3);
    const readOnly = window.storeStates.map(({ read_only }) => read_only);
    assert.deepEqual(readOnly, [false, true, false]);
    assert.equal((await report()).version, 2);
    assert.equal((await window.request('watchstander/status', {})).pid, pid);
    window.close();
  });
}
