import type { Socket } from 'node:net';
import type { Message } from 'vscode-jsonrpc/node';
import { rpcErrorNumber, toFailure, WatchstanderError } from '../../shared/errors.ts';
import { limits, type Welcome } from '../../shared/protocol.ts';
import { admit } from '../../shared/schema.ts';
import { openLine, type Line } from './line.ts';
import { Session, type SessionHost } from './session.ts';

/** Serves one accepted socket. The handshake comes first, and a bad one is fatal. */
export function serve(socket: Socket, host: SessionHost): void {
  const line = openLine(socket, host.clock);
  socket.setNoDelay(true);
  socket.on('error', (error) => host.log(`connection closed: ${error.message}`));
  line.reader.onError((error) => refuse(line, null, error));
  const patience = host.clock.after(limits.handshakeMs, () => {
    socket.destroy(new Error('no handshake came'));
  });
  socket.once('close', () => patience.dispose());
  void line.reader.first().then((message) => {
    patience.dispose();
    return welcome(line, host, message);
  });
}

async function welcome(line: Line, host: SessionHost, message: Message): Promise<void> {
  const { id, method, params } = message as { id?: unknown; method?: unknown; params?: unknown };
  const requestId = typeof id === 'number' || typeof id === 'string' ? id : null;
  try {
    if (method !== 'watchstander/handshake' || requestId === null) throw unexpectedFirst();
    const hello = admit('watchstander/handshake', params);
    const openWindow = hello.kind === 'window' ? await host.windowLines() : null;
    // Whoever left meanwhile is no session: nothing would end it.
    if (line.socket.destroyed) return;
    const session = host.nextSessionId();
    const result: Welcome = { ...host.greet(hello), session };
    void line.writer.write({ jsonrpc: '2.0', id: requestId, result } as Message);
    host.opened(new Session(host, line, { id: session, hello, openWindow }));
  } catch (error) {
    host.log(`handshake refused: ${error instanceof Error ? error.message : String(error)}`);
    refuse(line, requestId, error);
  }
}

function unexpectedFirst(): WatchstanderError {
  return new WatchstanderError(
    'INVALID_INPUT',
    'The first message must be the request watchstander/handshake.',
    'Shake hands first; the client library does.',
  );
}

/** Says why, then closes. */
function refuse(line: Line, id: string | number | null, error: unknown): void {
  const failure = toFailure(error);
  const reply = { code: rpcErrorNumber, message: failure.error, data: failure };
  void line.writer.write({ jsonrpc: '2.0', id, error: reply } as unknown as Message);
  line.socket.once('finish', () => line.socket.destroy());
  line.writer.end();
}
