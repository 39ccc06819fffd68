import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLog } from '../../../server/process/log.ts';
import { ManualClock } from '../../support/manualClock.ts';

suite('the log of a sidecar', () => {
  let folder: string;
  let path: string;

  setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'ws-log-'));
    path = join(folder, 'log/sidecar.log');
  });

  teardown(() => rmSync(folder, { recursive: true }));

  test('what cannot be written is left out, and the next line that can says how much', () => {
    const log = openLog(path, new ManualClock());
    log('one');
    renameSync(path, `${path}.kept`);
    mkdirSync(path);
    log('two');
    log('three');
    rmdirSync(path);
    renameSync(`${path}.kept`, path);
    log('four');
    log('five');
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    assert.deepEqual(
      lines.map((line) => line.replace(/^\S+ \[\d+\] /, '')),
      ['one', '(2 lines before this one could not be written) four', 'five'],
    );
  });

  test('is at most five files of 2 MB, counted in bytes', () => {
    const log = openLog(path, new ManualClock());
    // Three bytes each in UTF-8.
    const line = '…'.repeat(200_000);
    for (let at = 0; at < 30; at += 1) log(`${at} ${line}`);
    const files = ['', '.1', '.2', '.3', '.4'].map((end) => readFileSync(path + end));
    for (const { length } of files) assert.ok(length <= 2 * 1024 * 1024, `${length} bytes`);
    assert.match(files[0]?.toString() ?? '', / 29 …/);
    assert.throws(() => readFileSync(`${path}.5`), /ENOENT/);
  });
});
