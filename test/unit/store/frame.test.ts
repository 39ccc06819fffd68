import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { suite, test } from 'mocha';
import {
  encodeFrames,
  findFrame,
  frameTypes,
  headerBytes,
  payloadLimit,
  readFrame,
  schemaVersion,
  seedOf,
  toPayload,
} from '../../../server/store/log/frame.ts';
import { originOf, segmentPath } from '../../../server/store/ground.ts';
import { scanSegment } from '../../../server/store/log/segmentScan.ts';
import { groundOf, simulatedHome } from './simulatedStore.ts';

const origin = { epoch: 7, seed: seedOf('store') };
const type = frameTypes.transaction;

function frames(values: readonly unknown[], at = origin): Buffer {
  const bodies = values.map((value) => ({ type, payload: toPayload(value) }));
  return encodeFrames(bodies, at, { index: 0, batchStart: 0 });
}

suite('store: frames', () => {
  test('read back what was written, also those longer than what is read at once', async () => {
    const text = fc.oneof({ weight: 5, arbitrary: fc.json() }, fc.constant('x'.repeat(1_500_000)));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (texts) => {
        const home = simulatedHome();
        const ground = await groundOf(home);
        const bytes = frames(texts, originOf(ground, 7));
        const descriptor = await home.fs.create(segmentPath(ground, 7));
        await home.fs.append(descriptor, bytes);
        const read: unknown[] = [];
        const ends: number[] = [0];
        const scan = await scanSegment(ground, 7, {
          take({ payload, start, end }) {
            read.push(JSON.parse(payload.toString()));
            assert.equal(start, ends.at(-1));
            ends.push(end);
          },
        });
        assert.deepEqual(read, texts);
        const cut = { index: texts.length, length: bytes.length };
        assert.deepEqual(scan, { cut, invalidBytes: 0, corrupt: false });
      }),
      { numRuns: 30 },
    );
  });

  test('are found by nothing but their own epoch and store', () => {
    const bytes = frames(['x']);
    assert(readFrame(bytes, 0, origin) !== null);
    assert.equal(readFrame(bytes, 0, { ...origin, epoch: 8 }), null);
    assert.equal(readFrame(bytes, 0, { ...origin, seed: seedOf('other') }), null);
    assert.equal(readFrame(bytes, 1, origin), null);
  });

  test('zeros never validate, whatever the store', () => {
    fc.assert(
      fc.property(fc.uuid(), (store) => {
        const seed = seedOf(store);
        assert.notEqual(seed, 0);
        assert.notEqual(crc32(Buffer.alloc(64), seed), 0);
        assert.equal(readFrame(Buffer.alloc(64), 0, { epoch: 0, seed }), null);
      }),
    );
  });

  test('cut short they are none, and a later one is found behind rubbish', () => {
    const bytes = frames(['first', 'second']);
    const first = readFrame(bytes, 0, origin);
    for (let length = 0; length < first!.end; length += 1) {
      assert.equal(readFrame(bytes.subarray(0, length), 0, origin), null);
    }
    const hurt = Buffer.from(bytes).fill(0, 3, headerBytes);
    assert.equal(findFrame(hurt, 0, origin)?.start, first!.end);
  });

  test('of a newer version are refused with a message, not taken for damage', () => {
    const bytes = frames(['x']);
    bytes.writeUInt8(schemaVersion + 1, 15);
    const sum = crc32(bytes.subarray(headerBytes), crc32(bytes.subarray(0, 24), origin.seed));
    bytes.writeUInt32LE(sum, 24);
    assert.throws(() => readFrame(bytes, 0, origin), /newer Watchstander/);
  });

  test('have a length that is bounded when written and when read', () => {
    const payload = Buffer.alloc(payloadLimit + 1);
    const position = { index: 0, batchStart: 0 };
    assert.throws(() => encodeFrames([{ type, payload }], origin, position), /too long/);
    const bytes = frames(['x']);
    bytes.writeUInt32LE(0xffff_fff0, 4);
    assert.equal(readFrame(bytes, 0, origin), null);
  });
});
