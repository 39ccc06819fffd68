import { fsyncSync, openSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import process from 'node:process';
import { createMessageConnection } from 'vscode-jsonrpc/node';

/**
 * The other end of the echo: bare vscode-jsonrpc on a unix socket. Arguments: the socket; then,
 * if every message is to be appended and synced before it is answered, the file.
 */
const [address = '', path] = process.argv.slice(2);
const descriptor = path === undefined ? null : openSync(path, 'a', 0o600);

createServer((socket) => {
  socket.setNoDelay(true);
  const rpc = createMessageConnection(socket, socket);
  rpc.onRequest((_method, params) => {
    if (descriptor !== null) {
      writeSync(descriptor, JSON.stringify(params));
      fsyncSync(descriptor);
    }
    return params;
  });
  // Whoever started it has gone, and so does it.
  socket.on('close', () => process.exit());
  rpc.listen();
}).listen(address, () => process.stdout.write('listening\n'));
