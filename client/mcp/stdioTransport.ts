import type { Buffer } from 'node:buffer';
import type { Readable, Writable } from 'node:stream';
import {
  deserializeMessage,
  isJSONRPCNotification,
  isJSONRPCRequest,
  serializeMessage,
  type JSONRPCMessage,
  type RequestId,
  type Transport,
} from '@modelcontextprotocol/server';
import type { Clock } from '../../shared/clock.ts';
import { DisposableStore, toDisposable } from '../../shared/lifecycle.ts';
import { deadlines } from '../../shared/protocol.ts';
import { LineReader } from './lineReader.ts';

/** A text of 1,000,000 bytes with every character escaped is 6 MB; what is longer is no check-in. */
const lineBytes = 16 * 1024 * 1024;

/**
 * MCP over two streams, one JSON message a line. Unlike the SDK's own it answers what was asked
 * before the input ended (`printf … | watchstander mcp` gets its answers), within the time that a
 * mutation may take.
 */
export class StdioTransport implements Transport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: Transport['onmessage'];

  /** Resolves when the input has ended and all answers are out, or after `close`. */
  readonly closed: Promise<void>;

  private readonly life = new DisposableStore();
  private readonly unanswered = new Set<RequestId>();
  private hasInputEnded = false;
  private readonly input: Readable;
  private readonly output: Writable;
  private readonly clock: Clock;

  constructor(input: Readable, output: Writable, clock: Clock) {
    this.input = input;
    this.output = output;
    this.clock = clock;
    this.closed = new Promise((resolve) => {
      this.life.add(toDisposable(resolve));
    });
  }

  start(): Promise<void> {
    const reader = new LineReader(
      lineBytes,
      (line) => this.read(line),
      () => this.onerror?.(new Error(`a line of more than ${lineBytes} bytes was dropped`)),
    );
    this.listen('data', (chunk) => reader.push(chunk));
    this.listen('end', () => this.endInput());
    this.listen('close', () => this.endInput());
    this.listen('error', () => this.endInput());
    return Promise.resolve();
  }

  async send(message: JSONRPCMessage): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.output.write(serializeMessage(message), (error) => {
        if (error === null || error === undefined) resolve();
        else reject(error);
      });
    });
    const isAnswer = 'result' in message || 'error' in message;
    if (isAnswer && message.id !== undefined) this.settle(message.id);
  }

  close(): Promise<void> {
    if (!this.life.isDisposed) {
      this.life.dispose();
      this.input.pause();
      this.onclose?.();
    }
    return Promise.resolve();
  }

  private listen(event: string, listener: (chunk: Buffer) => void): void {
    this.input.on(event, listener);
    this.life.add(toDisposable(() => this.input.off(event, listener)));
  }

  private read(line: string): void {
    let message: JSONRPCMessage;
    try {
      message = deserializeMessage(line);
    } catch {
      // Its text may be anything, so the log says only that it came.
      this.onerror?.(new Error('a line that is no JSON-RPC message was dropped'));
      return;
    }
    this.note(message);
    this.onmessage?.(message);
  }

  private note(message: JSONRPCMessage): void {
    // A subscription is answered when it ends: nobody waits for that.
    if (isJSONRPCRequest(message) && message.method !== 'subscriptions/listen') {
      this.unanswered.add(message.id);
    }
    if (isJSONRPCNotification(message) && message.method === 'notifications/cancelled') {
      this.settle(message.params?.['requestId'] as RequestId);
    }
  }

  private settle(id: RequestId): void {
    this.unanswered.delete(id);
    this.closeWhenDone();
  }

  private endInput(): void {
    if (this.hasInputEnded) return;
    this.hasInputEnded = true;
    this.life.add(this.clock.after(deadlines.mutationMs, () => void this.close()));
    this.closeWhenDone();
  }

  private closeWhenDone(): void {
    if (this.hasInputEnded && this.unanswered.size === 0) void this.close();
  }
}
