import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sidecar } from '../../../client/connection/pages.ts';
import { OwnRecord } from '../../../client/mcp/ownRecord.ts';
import { beats } from '../../../shared/beats.ts';
import { homeLayout } from '../../../shared/home.ts';
import { ManualClock } from '../../support/manualClock.ts';
import { until } from '../../support/until.ts';

const sidecar = { request: () => Promise.resolve({ record: 'nonce' }) } as unknown as Sidecar;

suite('mcp/ownRecord', () => {
  test('the record of a shim beats once a period, and is taken away at the end', async () => {
    const home = fs.mkdtempSync(join(tmpdir(), 'ws-record-'));
    const path = join(home, homeLayout.run, 'nonce.json');
    fs.mkdirSync(join(home, homeLayout.run));
    const clock = new ManualClock();
    const record = new OwnRecord(home, clock, (line) => assert.fail(line));
    clock.advance(beats.periodMs);
    fs.writeFileSync(path, '{}');
    await record.register(sidecar);
    for (let period = 0; period < 3; period += 1) {
      clock.advance(beats.periodMs);
      await until('it beats', () => fs.statSync(path).mtimeMs === clock.wallMs());
    }
    record.dispose();
    assert.equal(fs.existsSync(path), false);
    assert.equal(clock.pending, 0);
    fs.rmSync(home, { recursive: true });
  });

  test('a record that cannot be touched is told of once, and ends nothing', async () => {
    const home = fs.mkdtempSync(join(tmpdir(), 'ws-record-'));
    const clock = new ManualClock();
    const log: string[] = [];
    const record = new OwnRecord(home, clock, (line) => log.push(line));
    // A file where the folder of records has to be.
    fs.writeFileSync(join(home, homeLayout.run), '');
    await record.register(sidecar);
    clock.advance(beats.periodMs * 2);
    await until('it is told of', () => log.length > 0);
    record.dispose();
    assert.match(log.join('\n'), /^its record: Error: ENOTDIR.* utime .*$/m);
    assert.equal(log.filter((line) => line.includes('utime')).length, 1);
    fs.rmSync(home, { recursive: true });
  });
});
