import { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';
import type { Clock } from '../../shared/clock.ts';
import { isFailure, type Failure } from '../../shared/errors.ts';
import { DisposableStore, toDisposable } from '../../shared/lifecycle.ts';
import { limits } from '../../shared/protocol.ts';

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

export interface Question {
  readonly method: string;
  readonly params: unknown;
  readonly withinMs: number;
}

const answerBytes = 64 * 1024;

/**
 * One request and its answer on a socket of which nobody else reads. Afterwards the socket is as it
 * was: nothing further arrives until this side speaks, so no byte is lost between two readers. It is
 * not paused: a paused one never flows again under vscode-jsonrpc.
 * @throws Refused when the sidecar says no, Unanswered when nothing sensible comes in time.
 */
export function exchange<T>(socket: Socket, question: Question, clock: Clock): Promise<T> {
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
        resolve(answer as T);
      }
    });
    listen(scope, socket, 'error', (error: Error) => fail(new Unanswered(error.message)));
    listen(scope, socket, 'close', () => fail(new Unanswered('The connection was closed.')));
    const { method, params, withinMs } = question;
    scope.add(clock.after(withinMs, () => fail(new Unanswered('No answer in time.'))));
    socket.write(frame({ jsonrpc: '2.0', id: 0, method, params }));
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

function parseAnswer(received: Buffer): object | 'partial' | 'strange' {
  const end = received.indexOf('\r\n\r\n');
  if (end === -1) return received.length > limits.headerBytes ? 'strange' : 'partial';
  const length = /^Content-Length: (\d{1,6})$/m.exec(received.toString('latin1', 0, end))?.[1];
  if (length === undefined || Number(length) > answerBytes) return 'strange';
  const start = end + 4;
  if (received.length < start + Number(length)) return 'partial';
  return readAnswer(received.toString('utf8', start, start + Number(length)));
}

function readAnswer(body: string): object | 'strange' {
  try {
    const message = JSON.parse(body) as { result?: object; error?: { data?: unknown } };
    if (message.result !== undefined) return message.result;
    return isFailure(message.error?.data) ? message.error.data : 'strange';
  } catch (error) {
    if (error instanceof SyntaxError) return 'strange';
    throw error;
  }
}
