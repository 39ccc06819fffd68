import { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';
import process from 'node:process';
import { AbstractMessageWriter, type Message, type MessageWriter } from 'vscode-jsonrpc/node';
import type { Clock } from '../../shared/clock.ts';
import type { Disposable } from '../../shared/lifecycle.ts';
import { limits } from '../../shared/protocol.ts';

/** Who is told how a peer takes what is written. */
export interface WriterEvents {
  /** The peer lags: it is not to be read until `ended`. */
  began(): void;
  ended(): void;
  /** The answer to this request was written. */
  answered(id: number | string): void;
}

const lookMs = 1_000;

/**
 * Writes straight to the socket, so that what a slow reader leaves unsent is all in one place and
 * can be counted. While a peer lags nothing more is read from it; one that leaves too much, or takes
 * nothing for too long, is dropped.
 */
export class BoundedWriter extends AbstractMessageWriter implements MessageWriter {
  private readonly socket: Socket;
  private readonly clock: Clock;
  private readonly events: WriterEvents;
  private watch: Disposable | null = null;
  private pending = '';

  constructor(socket: Socket, clock: Clock, events: WriterEvents) {
    super();
    this.socket = socket;
    this.clock = clock;
    this.events = events;
    socket.on('drain', () => this.ease());
    socket.once('close', () => {
      this.ease();
      this.fireClose();
    });
  }

  write(message: Message): Promise<void> {
    if (this.socket.destroyed) return Promise.resolve();
    const body = JSON.stringify(message);
    if (this.pending === '') process.nextTick(() => this.flush());
    this.pending += `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    if (this.unsentBytes > limits.unsentBytes) this.drop('reads too slowly');
    const { id } = message as { id?: number | string | null };
    if (id !== undefined && id !== null) this.events.answered(id);
    return Promise.resolve();
  }

  /** What is written in one turn goes out at once: a call of the system costs more than a message. */
  private flush(): void {
    const isTaken = this.socket.destroyed || this.socket.write(this.pending);
    this.pending = '';
    if (!isTaken && this.watch === null) this.press();
  }

  /** Characters are counted for bytes where they are not on their way yet. */
  private get unsentBytes(): number {
    return this.socket.writableLength + this.pending.length;
  }

  end(): void {
    this.flush();
    this.socket.end();
  }

  private press(): void {
    let taken = this.takenBytes();
    let sinceMs = this.clock.monotonicMs();
    this.watch = this.clock.every(lookMs, () => {
      const nowMs = this.clock.monotonicMs();
      const now = this.takenBytes();
      if (now > taken) [taken, sinceMs] = [now, nowMs];
      else if (nowMs - sinceMs >= limits.unsentStallMs) this.drop('takes nothing');
    });
    this.events.began();
  }

  private ease(): void {
    if (this.watch === null) return;
    this.watch.dispose();
    this.watch = null;
    this.events.ended();
  }

  private takenBytes(): number {
    return this.socket.bytesWritten - this.socket.writableLength;
  }

  private drop(why: string): void {
    const unsent = this.unsentBytes;
    this.socket.destroy(new Error(`the client ${why}: ${unsent} bytes unsent`));
  }
}
