import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { ownIdentity } from '../../../server/process/identity.ts';
import {
  keepRecord,
  readRecords,
  removeRecord,
  type FoundRecord,
  type ProcessRecord,
} from '../../../server/process/record.ts';
import { beats } from '../../../shared/beats.ts';
import { ManualClock } from '../../support/manualClock.ts';

suite('process/record', () => {
  let folder: string;
  let record: ProcessRecord;

  setup(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ws-record-'));
    const identity = await ownIdentity();
    const started = '2026-01-01T00:00:00.000Z';
    record = { kind: 'sidecar', identity, started, home: folder, address: 'nowhere' };
  });

  teardown(() => rmSync(folder, { recursive: true }));

  /** What others see a period later. */
  function aPeriodLater(clock: ManualClock): FoundRecord | undefined {
    clock.advance(beats.periodMs);
    return readRecords(folder)[0];
  }

  test('a record beats once a period, and is taken away at the end', () => {
    const clock = new ManualClock();
    const kept = keepRecord(folder, record, clock);
    for (let period = 0; period < 3; period += 1) {
      const found = aPeriodLater(clock);
      assert.deepEqual(found, { nonce: kept.nonce, record, beatMs: clock.wallMs() });
    }
    kept.dispose();
    assert.equal(aPeriodLater(clock), undefined);
    assert.equal(clock.pending, 0);
  });

  test('a record that somebody removed is there again with the next beat', () => {
    const clock = new ManualClock();
    const kept = keepRecord(folder, record, clock);
    removeRecord(folder, kept.nonce);
    assert.deepEqual(readRecords(folder), []);
    const again = aPeriodLater(clock);
    assert.deepEqual({ ...again, beatMs: 0 }, { nonce: kept.nonce, record, beatMs: 0 });
    assert.equal(aPeriodLater(clock)?.beatMs, clock.wallMs());
    kept.dispose();
  });
});
