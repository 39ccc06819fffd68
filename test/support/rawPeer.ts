import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import process from 'node:process';
import { homeIdOf } from '../../client/connection/home.ts';
import { protocolVersion, type HandshakeParams } from '../../shared/protocol.ts';
import type { TestHome } from './testHome.ts';

/** A peer that speaks bytes, not the client library: for what the library would never send. */
export function dial(home: TestHome): Socket {
  const socket = connect(home.endpoint()?.address ?? '');
  socket.on('error', () => socket.destroy());
  return socket;
}

/** Sends bytes on a fresh socket and returns all that comes until the sidecar closes it. */
export async function tell(home: TestHome, bytes: string | Buffer): Promise<string> {
  const socket = dial(home);
  const received: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => received.push(chunk));
  socket.write(bytes);
  await once(socket, 'close');
  return Buffer.concat(received).toString('utf8');
}

export function frame(message: unknown): string {
  const body = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** A good handshake but for the changes. */
export function hello(home: TestHome, changes: Partial<HandshakeParams> = {}): string {
  const token = home.token();
  const params: HandshakeParams = {
    protocol: protocolVersion,
    build: 'test',
    kind: 'cli',
    process: { pid: process.pid, started: null },
    home: homeIdOf(token),
    token,
    ...changes,
  };
  return frame({ jsonrpc: '2.0', id: 1, method: 'watchstander/handshake', params });
}
