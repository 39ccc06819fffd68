import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { createServer, connect, type Socket } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Message } from 'vscode-jsonrpc/node';
import { WatchstanderError } from '../../../shared/errors.ts';
import { limits } from '../../../shared/protocol.ts';
import { BoundedReader } from '../../../server/socket/boundedReader.ts';

interface Pair {
  readonly client: Socket;
  readonly reader: BoundedReader;
  readonly messages: Message[];
  readonly errors: Error[];
  close(): Promise<void>;
}

/** A real socket pair with the reader on its far end. */
async function openPair(): Promise<Pair> {
  const folder = await mkdtemp(join(tmpdir(), 'ws-reader-'));
  const address = join(folder, 's');
  const server = createServer();
  server.listen(address);
  await once(server, 'listening');
  const client = connect(address);
  const [[far]] = (await Promise.all([once(server, 'connection'), once(client, 'connect')])) as [
    [Socket],
    unknown,
  ];
  client.on('error', () => client.destroy());
  const pair = { client, reader: new BoundedReader(far, () => true), messages: [], errors: [] } as {
    client: Socket;
    reader: BoundedReader;
    messages: Message[];
    errors: Error[];
  };
  pair.reader.onError((error) => pair.errors.push(error));
  return {
    ...pair,
    async close() {
      far.destroy();
      client.destroy();
      server.close();
      await rm(folder, { recursive: true });
    },
  };
}

function frame(body: string): Buffer {
  return Buffer.from(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

function request(id: number): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method: 'x', params: { text: 'ö'.repeat(id % 50) } });
}

async function readAll(pair: Pair, count: number): Promise<void> {
  await new Promise<void>((resolve) => {
    pair.reader.onError(() => resolve());
    pair.reader.listen((message) => {
      pair.messages.push(message);
      if (pair.messages.length === count) resolve();
    });
  });
}

async function errorOf(bytes: Buffer | string): Promise<WatchstanderError> {
  const pair = await openPair();
  try {
    const reading = readAll(pair, 1);
    pair.client.write(bytes);
    await reading;
    const [error] = pair.errors;
    assert.ok(error instanceof WatchstanderError, 'a framing error was expected');
    assert.equal(pair.messages.length, 0);
    return error;
  } finally {
    await pair.close();
  }
}

suite('bounded reader', () => {
  test('finds the messages however the bytes are cut', async () => {
    const cut = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 12 }), cut, async (count, sizes) => {
        const pair = await openPair();
        const bytes = Buffer.concat(Array.from({ length: count }, (_, id) => frame(request(id))));
        const reading = readAll(pair, count);
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          pair.client.write(bytes.subarray(at, at + size));
          at += size;
        }
        await reading;
        await pair.close();
        assert.deepEqual(
          pair.messages.map((message) => (message as unknown as { id: number }).id),
          Array.from({ length: count }, (_, id) => id),
        );
      }),
      { numRuns: 50 },
    );
  });

  test('holds between the first message and listen, and loses nothing', async () => {
    const pair = await openPair();
    const first = pair.reader.first();
    pair.client.write(Buffer.concat([frame(request(1)), frame(request(2)), frame(request(3))]));
    assert.equal(((await first) as unknown as { id: number }).id, 1);
    await readAll(pair, 2);
    await pair.close();
    assert.deepEqual(
      pair.messages.map((message) => (message as unknown as { id: number }).id),
      [2, 3],
    );
  });

  test('refuses an announced length above the cap before a byte of it has come', async () => {
    const error = await errorOf(`Content-Length: ${limits.frameBytes + 1}\r\n\r\n`);
    assert.equal(error.code, 'TOO_LARGE');
  });

  test('refuses a header without end', async () => {
    const error = await errorOf('x'.repeat(limits.headerBytes + 1));
    assert.match(error.message, /header/);
  });

  test('refuses a header without a length', async () => {
    const error = await errorOf('Content-Type: x\r\n\r\n{}');
    assert.match(error.message, /Content-Length/);
  });

  test('refuses a length that cuts the body', async () => {
    const error = await errorOf('Content-Length: 5\r\n\r\n{"jsonrpc":"2.0","id":1,"method":"x"}');
    assert.match(error.message, /not JSON/);
  });

  test('refuses JSON that is no message', async () => {
    for (const body of ['[]', 'null', '1', '{"id":1}']) {
      assert.equal((await errorOf(frame(body))).code, 'INVALID_INPUT');
    }
  });
});
