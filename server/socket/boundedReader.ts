import { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';
import { AbstractMessageReader, type DataCallback, type Message } from 'vscode-jsonrpc/node';
import { WatchstanderError } from '../../shared/errors.ts';
import { toDisposable, type Disposable } from '../../shared/lifecycle.ts';
import { limits } from '../../shared/protocol.ts';

const headerEnd = '\r\n\r\n';
const resend = 'Send one JSON-RPC message after a correct Content-Length header.';

/**
 * Reads `Content-Length` frames from a peer that may be wrong, slow or hostile: header and body are
 * capped, memory follows the cap and never the announced length, and work per byte is constant
 * however small the pieces come. Holds between the first message and `listen`, and while the
 * session has too much in flight.
 */
export class BoundedReader extends AbstractMessageReader {
  private readonly socket: Socket;
  private readonly asked: (id: number | string) => boolean;
  private deliver: DataCallback | null = null;
  /** Nothing is delivered while somebody holds; at first that is the missing listener. */
  private holds = 1;
  private pieces: Buffer[] = [];
  private buffered = 0;
  /** Body length of the frame under way; null while its header is read. */
  private expected: number | null = null;
  private broken = false;

  /** @param asked Told of each request; false when its id is still waiting for an answer. */
  constructor(socket: Socket, asked: (id: number | string) => boolean) {
    super();
    this.socket = socket;
    this.asked = asked;
    socket.on('data', (chunk: Buffer) => this.feed(chunk));
    socket.once('close', () => this.fireClose());
  }

  /** The handshake: one message, then nothing is read until `listen`. */
  first(): Promise<Message> {
    return new Promise((resolve) => {
      this.listen((message) => {
        this.hold();
        resolve(message);
      });
    });
  }

  listen(callback: DataCallback): Disposable {
    this.deliver = callback;
    this.release();
    return toDisposable(() => {
      this.deliver = null;
    });
  }

  /** Stops reading until released as often as held. */
  hold(): void {
    this.holds += 1;
    this.socket.pause();
  }

  release(): void {
    this.holds -= 1;
    if (this.holds > 0) return;
    this.socket.resume();
    this.drain();
  }

  private feed(chunk: Buffer): void {
    this.pieces.push(chunk);
    this.buffered += chunk.length;
    this.drain();
  }

  private drain(): void {
    while (this.holds === 0 && !this.broken && this.step()) {
      // Each step takes a header or a body from what has come.
    }
  }

  private step(): boolean {
    return this.expected === null ? this.takeHeader() : this.takeBody(this.expected);
  }

  private takeHeader(): boolean {
    if (this.buffered === 0) return false;
    const received = this.gather();
    const end = received.subarray(0, limits.headerBytes + headerEnd.length).indexOf(headerEnd);
    if (end === -1) {
      if (received.length > limits.headerBytes)
        this.refuse('The header is longer than a header is.');
      return false;
    }
    const length = /(?:^|\r\n)content-length: *(\d{1,15})(?:\r\n|$)/i.exec(
      received.toString('latin1', 0, end),
    )?.[1];
    if (length === undefined) this.refuse('There is no Content-Length.');
    else if (Number(length) > limits.frameBytes) this.refuseSize(Number(length));
    else this.expected = Number(length);
    this.keep(received.subarray(end + headerEnd.length));
    return true;
  }

  private takeBody(length: number): boolean {
    if (this.buffered < length) return false;
    const received = this.gather();
    this.expected = null;
    this.keep(received.subarray(length));
    const message = this.parse(received.toString('utf8', 0, length));
    if (message !== null) this.pass(message);
    return true;
  }

  private pass(message: Message): void {
    const id = requestIdOf(message);
    if (id !== null && !this.asked(id)) {
      this.refuse('The id of this request still waits for its answer.');
      return;
    }
    this.deliver?.(message);
    if (id === null) this.rest();
  }

  /** Notifications are not answered, so they cannot be counted: one a turn of the event loop. */
  private rest(): void {
    this.hold();
    setImmediate(() => this.release());
  }

  private gather(): Buffer {
    const [only] = this.pieces;
    const whole =
      this.pieces.length === 1 && only !== undefined ? only : Buffer.concat(this.pieces);
    this.pieces = [whole];
    return whole;
  }

  private keep(rest: Buffer): void {
    this.pieces = rest.length === 0 ? [] : [rest];
    this.buffered = rest.length;
  }

  private parse(body: string): Message | null {
    try {
      const value = JSON.parse(body) as unknown;
      if (isMessage(value)) return value;
      this.refuse('The body is not a JSON-RPC message.');
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.refuse('The body is not JSON (or its Content-Length is wrong).');
    }
    return null;
  }

  private refuseSize(bytes: number): void {
    const limit = `${limits.frameBytes} bytes a message`;
    this.fail(
      new WatchstanderError(
        'TOO_LARGE',
        `A message of ${bytes} bytes is too large.`,
        `Keep to ${limit}.`,
      ),
    );
  }

  private refuse(what: string): void {
    this.fail(new WatchstanderError('INVALID_INPUT', what, resend));
  }

  /** After one bad frame nothing that follows can be trusted. */
  private fail(error: WatchstanderError): void {
    this.broken = true;
    this.pieces = [];
    this.buffered = 0;
    this.fireError(error);
  }
}

/** Set on what asks for an answer: a response has an id but no method. */
function requestIdOf(message: Message): number | string | null {
  const { id, method } = message as { id?: unknown; method?: unknown };
  return method !== undefined && (typeof id === 'number' || typeof id === 'string') ? id : null;
}

function isMessage(value: unknown): value is Message {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    (value as Message).jsonrpc === '2.0'
  );
}
