import assert from 'node:assert/strict';
import { suite, suiteSetup, test } from 'mocha';
import type { AgentRecord } from '../../../shared/model.ts';
import { count } from '../../support/counts.ts';
import { refusal } from './contract.ts';
import { sampleCheckIn } from './samples.ts';
import {
  bytesOf,
  folder,
  namesIn,
  openSimulated,
  setBytes,
  simulatedHome,
  type SimulatedHome,
} from './simulatedStore.ts';

/** A segment with a snapshot and, each in its own write, some check-ins. */
interface Written {
  readonly bytes: Buffer;
  readonly fileNames: readonly string[];
  /** The length of the segment when n check-ins were acknowledged, and the record then. */
  readonly steps: readonly { readonly length: number; readonly record: AgentRecord }[];
}

const segment = 'seg-0000000002';

async function write(home: SimulatedHome): Promise<Written> {
  const first = await openSimulated(home);
  await first.commit([sampleCheckIn('a', 1)]);
  await first.close();
  const store = await openSimulated(home);
  const steps = [{ length: bytesOf(home, segment).length, record: store.read('a')! }];
  for (let n = 2; n <= 4; n += 1) {
    const { records } = await store.commit([sampleCheckIn('a', n, store.read('a')!.state.window)]);
    steps.push({ length: bytesOf(home, segment).length, record: records[0]! });
  }
  await store.close();
  return { bytes: bytesOf(home, segment), fileNames: namesIn(home), steps };
}

suite('store: damage', () => {
  let home: SimulatedHome;
  let written: Written;

  suiteSetup(async () => {
    home = simulatedHome();
    written = await write(home);
  });

  /** Everything as it was written, but for these bytes in the segment. */
  function restore(bytes: Buffer): void {
    const store = home.disk.folder(folder);
    for (const name of store.names.keys()) {
      if (!written.fileNames.includes(name)) store.names.delete(name);
    }
    setBytes(home, segment, bytes);
    home.logged.length = 0;
  }

  async function recovered(bytes: Buffer): Promise<AgentRecord | undefined> {
    restore(bytes);
    const store = await openSimulated(home);
    const record = store.read('a');
    const { points } = await store.history('a', {});
    assert.deepEqual(
      points.map((point) => point.version),
      [...Array(record?.version ?? 0).keys()].map((n) => n + 1),
    );
    await store.close();
    return record;
  }

  test('cut at every byte, it is exactly what was acknowledged before', async () => {
    for (let length = 0; length <= written.bytes.length; length += 1) {
      const kept = written.steps.filter((step) => step.length <= length).at(-1);
      const expected = kept?.record ?? written.steps[0]!.record;
      assert.deepEqual(await recovered(written.bytes.subarray(0, length)), expected, `${length}`);
    }
    count('bytes', written.bytes.length + 1);
    count('cuts of a segment, opened', written.bytes.length + 1);
  });

  test('every flipped byte is found and reported, and nothing before it is lost', async () => {
    const last = written.steps.at(-1)!.length;
    for (let at = 0; at < written.bytes.length; at += 1) {
      const bytes = Buffer.from(written.bytes);
      bytes[at] = bytes[at]! ^ 0x10;
      const kept = written.steps.filter((step) => step.length <= at).at(-1);
      assert.deepEqual(await recovered(bytes), (kept ?? written.steps[0]!).record, `byte ${at}`);
      const report = home.logged.join('\n');
      assert.match(report, at < last ? /is damaged at byte \d+/ : /no valid record/, `byte ${at}`);
      if (at < last) assertCopyKept(bytes, report);
    }
    count('bytes', written.bytes.length);
    count('flipped bytes of a segment, opened', written.bytes.length);
  });

  function assertCopyKept(bytes: Buffer, report: string): void {
    const path = /a copy is kept in (\S+)/.exec(report)?.[1] ?? '';
    assert.deepEqual(home.disk.file(path).bytes, bytes);
    home.disk.unlink(path);
  }

  test('a damaged FORMAT is refused, and nothing is touched', async () => {
    restore(written.bytes);
    const before = namesIn(home);
    const format = bytesOf(home, 'FORMAT');
    for (let at = 0; at < format.length; at += 1) {
      const bytes = Buffer.from(format);
      bytes[at] = bytes[at]! ^ 0x10;
      setBytes(home, 'FORMAT', bytes);
      const { message } = await refusal(openSimulated(home), 'UNAVAILABLE');
      assert.match(message, /FORMAT is damaged/);
    }
    setBytes(home, 'FORMAT', format);
    assert.deepEqual(namesIn(home), before);
  });
});
