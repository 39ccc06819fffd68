import { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';
import { AbstractMessageWriter, type Message, type MessageWriter } from 'vscode-jsonrpc/node';
import type { Clock } from '../../shared/clock.ts';
import { toDisposable, type Disposable } from '../../shared/lifecycle.ts';
import { limits } from '../../shared/protocol.ts';

/**
 * Writes straight to the socket, so that what a slow reader leaves unsent is all in one place and
 * can be counted. A peer that leaves too much, or takes nothing for too long, is dropped.
 */
export class BoundedWriter extends AbstractMessageWriter implements MessageWriter {
  private readonly socket: Socket;
  private readonly clock: Clock;
  private stall: Disposable | null = null;

  constructor(socket: Socket, clock: Clock) {
    super();
    this.socket = socket;
    this.clock = clock;
    socket.on('drain', () => this.progressed());
    socket.once('close', () => {
      this.progressed();
      this.fireClose();
    });
  }

  get unsentBytes(): number {
    return this.socket.writableLength;
  }

  write(message: Message): Promise<void> {
    if (this.socket.destroyed) return Promise.resolve();
    const body = JSON.stringify(message);
    const isTaken = this.socket.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    if (this.unsentBytes > limits.unsentBytes) this.drop('reads too slowly');
    else if (!isTaken) this.stall ??= this.watchStall();
    return Promise.resolve();
  }

  end(): void {
    this.socket.end();
  }

  private watchStall(): Disposable {
    const before = this.socket.bytesWritten - this.unsentBytes;
    const timer = this.clock.after(limits.unsentStallMs, () => {
      this.stall = null;
      const now = this.socket.bytesWritten - this.unsentBytes;
      if (now === before) this.drop('takes nothing');
      else this.stall = this.watchStall();
    });
    return toDisposable(() => timer.dispose());
  }

  private progressed(): void {
    this.stall?.dispose();
    this.stall = null;
  }

  private drop(why: string): void {
    this.socket.destroy(new Error(`The client ${why}: ${this.unsentBytes} bytes unsent.`));
  }
}
