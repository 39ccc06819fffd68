import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { LineReader } from '../../../client/mcp/lineReader.ts';

function readAll(
  maxBytes: number,
  chunks: readonly Buffer[],
): { lines: string[]; tooLong: number } {
  const seen = { lines: [] as string[], tooLong: 0 };
  const reader = new LineReader(
    maxBytes,
    (line) => seen.lines.push(line),
    () => (seen.tooLong += 1),
  );
  for (const chunk of chunks) reader.push(chunk);
  return seen;
}

suite('mcp/lineReader', () => {
  test('lines come out whole wherever the stream was cut', () => {
    const line = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .map((text) => `"${encodeURI(text)}é"`);
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat(50)), (lines, cuts) => {
        const bytes = Buffer.from(lines.map((text) => `${text}\r\n`).join(''));
        const chunks: Buffer[] = [];
        let at = 0;
        for (const cut of [...cuts, bytes.length]) {
          chunks.push(bytes.subarray(at, at + cut));
          at += cut;
        }
        assert.deepEqual(readAll(1_000_000, chunks), { lines, tooLong: 0 });
      }),
    );
  });

  test('a line over the limit is dropped and the next one read', () => {
    const bomb = Buffer.alloc(64, 'x');
    const chunks = [Buffer.from('a\n'), ...Array<Buffer>(100).fill(bomb), Buffer.from('\nb\n')];
    assert.deepEqual(readAll(1_000, chunks), { lines: ['a', 'b'], tooLong: 1 });
  });

  test('empty lines and an unfinished last one are not given', () => {
    assert.deepEqual(readAll(100, [Buffer.from('\n \r\na\nrest')]), { lines: ['a'], tooLong: 0 });
  });
});
