import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { StdioTransport } from '../../../client/mcp/stdioTransport.ts';
import { systemClock } from '../../../shared/clock.ts';

const ask = (id: number, method = 'tools/call'): string =>
  `${JSON.stringify({ jsonrpc: '2.0', id, method })}\n`;

async function open() {
  const input = new PassThrough();
  const output = new PassThrough();
  const transport = new StdioTransport(input, output, systemClock);
  const received: JSONRPCMessage[] = [];
  const errors: string[] = [];
  let isClosed = false;
  transport.onmessage = (message) => received.push(message);
  transport.onerror = (error) => errors.push(error.message);
  void transport.closed.then(() => (isClosed = true));
  await transport.start();
  return { input, output, transport, received, errors, isClosed: () => isClosed };
}

/** Until what the streams have queued is through. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

suite('mcp/stdioTransport', () => {
  test('closes at once when the input ends and nothing is asked', async () => {
    const { input, transport } = await open();
    input.end();
    await transport.closed;
    assert.equal(input.listenerCount('data'), 0);
  });

  test('answers what was asked before the input ended, then closes', async () => {
    const { input, output, transport, received, isClosed } = await open();
    input.end(ask(1) + ask(2));
    await settle();
    assert.equal(received.length, 2);
    await transport.send({ jsonrpc: '2.0', id: 1, result: {} });
    assert.equal(isClosed(), false);
    await transport.send({ jsonrpc: '2.0', id: 2, error: { code: -1, message: 'no' } });
    await transport.closed;
    const lines = String(output.read()).trim().split('\n');
    assert.equal(lines.length, 2);
  });

  test('does not wait for a cancelled request or a subscription', async () => {
    const { input, transport } = await open();
    const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } };
    input.end(`${ask(1)}${ask(2, 'subscriptions/listen')}${JSON.stringify(cancel)}\n`);
    await transport.closed;
  });

  test('goes on after a line that is no message, without repeating it', async () => {
    const { input, received, errors, transport } = await open();
    input.write(`secret\n{"jsonrpc":"1.0"}\n${ask(7)}`);
    await settle();
    assert.equal(received.length, 1);
    assert.deepEqual(errors, Array(2).fill('a line that is no JSON-RPC message was dropped'));
    await transport.close();
  });
});
