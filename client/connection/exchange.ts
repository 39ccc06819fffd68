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
}

export interface Patience {
  readonly clock: Clock;
  readonly withinMs: number;
}

const answerBytes = 64 * 1024;

/**
 * Requests and their answers, in order, on a socket of which nobody else reads. They are sent in one
 * piece: what has arrived is served even if the asker does not wait. Afterwards the socket is as it
 * was: nothing further arrives until this side speaks, so no byte is lost between two readers. It is
 * not paused: a paused one never flows again under vscode-jsonrpc.
 * @throws Refused when the sidecar says no, Unanswered when nothing sensible comes in time.
 */
export function exchange(
  socket: Socket,
  questions: readonly Question[],
  { clock, withinMs }: Patience,
): Promise<readonly object[]> {
  return new Promise((resolve, reject) => {
    const scope = new DisposableStore();
    const fail = (error: Error): void => {
      scope.dispose();
      socket.destroy();
      reject(error);
    };
    const answers: object[] = [];
    let received = Buffer.alloc(0);
    listen(scope, socket, 'data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      let found = takeAnswer(received);
      for (; typeof found === 'object' && !isFailure(found.answer); found = takeAnswer(received)) {
        received = found.rest;
        if (answers.push(found.answer) < questions.length) continue;
        scope.dispose();
        resolve(answers);
        return;
      }
      if (found === 'strange') fail(new Unanswered('The answer is not one of a sidecar.'));
      else if (found !== 'partial') fail(new Refused(found.answer as Failure));
    });
    listen(scope, socket, 'error', (error: Error) => fail(new Unanswered(error.message)));
    listen(scope, socket, 'close', () => fail(new Unanswered('The connection was closed.')));
    scope.add(clock.after(withinMs, () => fail(new Unanswered('No answer in time.'))));
    socket.write(questions.map((each, id) => frame({ jsonrpc: '2.0', id, ...each })).join(''));
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

interface Taken {
  readonly answer: object;
  readonly rest: Buffer<ArrayBuffer>;
}

function takeAnswer(received: Buffer<ArrayBuffer>): Taken | 'partial' | 'strange' {
  const end = received.indexOf('\r\n\r\n');
  if (end === -1) return received.length > limits.headerBytes ? 'strange' : 'partial';
  const length = /^Content-Length: (\d{1,6})$/m.exec(received.toString('latin1', 0, end))?.[1];
  if (length === undefined || Number(length) > answerBytes) return 'strange';
  const start = end + 4;
  const rest = received.subarray(start + Number(length));
  if (received.length < start + Number(length)) return 'partial';
  const answer = readAnswer(received.toString('utf8', start, start + Number(length)));
  return answer === 'strange' ? answer : { answer, rest };
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
