import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { createMessageConnection } from 'vscode-jsonrpc/node';
import { asSent } from '../message.ts';
import type { Contender } from './peer.ts';

const server = join(import.meta.dirname, 'echoServer.ts');

/** The floor: bare vscode-jsonrpc between two processes, the same frame there and back. */
export function openEcho(folder: string): Promise<Contender> {
  return open(folder, []);
}

/** The least that a durable update between two processes can be: appended and synced, then echoed. */
export function openDurableEcho(folder: string): Promise<Contender> {
  return open(folder, [join(folder, 'log')]);
}

async function open(folder: string, more: readonly string[]): Promise<Contender> {
  const address = join(folder, 'echo.sock');
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  const child: ChildProcess = spawn(process.execPath, [server, address, ...more], {
    stdio: [...stdio],
  });
  if (child.stdout === null || child.pid === undefined) throw new Error('the echo did not start');
  await once(child.stdout, 'data');
  const socket = createConnection(address);
  socket.setNoDelay(true);
  await once(socket, 'connect');
  const rpc = createMessageConnection(socket, socket);
  rpc.listen();
  return {
    pid: child.pid,
    ask: (message) => rpc.sendRequest('watchstander/checkIn', asSent(message)),
    async close() {
      const ended = once(child, 'exit');
      rpc.dispose();
      socket.destroy();
      await ended;
    },
  };
}
