import { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';
import type { Clock } from '../../shared/clock.ts';
import { isFailure, type Failure } from '../../shared/errors.ts';
import { DisposableStore, toDisposable } from '../../shared/lifecycle.ts';
import { limits, type HandshakeParams, type Welcome } from '../../shared/protocol.ts';

/** The sidecar answered, and the answer is no. */
export class Refused extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.error);
    this.failure = failure;
  }
}

/** Nobody answered as a sidecar does: gone, hung, or a stranger. */
export class Unanswered extends Error {}

const answerBytes = 64 * 1024;

/**
 * The first message on a fresh socket. Afterwards the socket is handed over as it is: nothing
 * further arrives until this side speaks, so no byte is lost between two readers. The socket is not
 * paused: a paused one never flows again under vscode-jsonrpc.
 * @throws Refused when the sidecar says no, Unanswered when nothing sensible comes in time.
 */
export function shakeHands(
  socket: Socket,
  params: HandshakeParams,
  clock: Clock,
): Promise<Welcome> {
  return new Promise((resolve, reject) => {
    const scope = new DisposableStore();
    const fail = (error: Error): void => {
      scope.dispose();
      socket.destroy();
      reject(error);
    };
    let received = Buffer.alloc(0);
    listen(scope, socket, 'data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const answer = parseAnswer(received);
      if (answer === 'partial') return;
      if (answer === 'strange') fail(new Unanswered('The answer is not one of a sidecar.'));
      else if (isFailure(answer)) fail(new Refused(answer));
      else {
        scope.dispose();
        resolve(answer);
      }
    });
    listen(scope, socket, 'error', (error: Error) => fail(new Unanswered(error.message)));
    listen(scope, socket, 'close', () => fail(new Unanswered('The connection was closed.')));
    scope.add(clock.after(limits.handshakeMs, () => fail(new Unanswered('No answer in time.'))));
    socket.write(frame({ jsonrpc: '2.0', id: 0, method: 'watchstander/handshake', params }));
  });
}

function listen(
  scope: DisposableStore,
  socket: Socket,
  event: string,
  listener: (...values: never[]) => void,
): void {
  const heard = listener as (...values: unknown[]) => void;
  socket.on(event, heard);
  scope.add(toDisposable(() => socket.off(event, heard)));
}

function frame(message: unknown): string {
  const body = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

function parseAnswer(received: Buffer): Welcome | Failure | 'partial' | 'strange' {
  const end = received.indexOf('\r\n\r\n');
  if (end === -1) return received.length > limits.headerBytes ? 'strange' : 'partial';
  const length = /^Content-Length: (\d{1,6})$/m.exec(received.toString('latin1', 0, end))?.[1];
  if (length === undefined || Number(length) > answerBytes) return 'strange';
  const start = end + 4;
  if (received.length < start + Number(length)) return 'partial';
  return readAnswer(received.toString('utf8', start, start + Number(length)));
}

function readAnswer(body: string): Welcome | Failure | 'strange' {
  try {
    const message = JSON.parse(body) as { result?: Welcome; error?: { data?: unknown } };
    if (message.result !== undefined) return message.result;
    return isFailure(message.error?.data) ? message.error.data : 'strange';
  } catch (error) {
    if (error instanceof SyntaxError) return 'strange';
    throw error;
  }
}
