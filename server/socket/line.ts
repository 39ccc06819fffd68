import type { Socket } from 'node:net';
import type { Clock } from '../../shared/clock.ts';
import { limits } from '../../shared/protocol.ts';
import { BoundedReader } from './boundedReader.ts';
import { BoundedWriter } from './boundedWriter.ts';

/** One socket with its bounds. */
export interface Line {
  readonly socket: Socket;
  readonly reader: BoundedReader;
  readonly writer: BoundedWriter;
  /** Taken in and not answered yet. */
  requestsInFlight(): number;
}

export type Answer = (method: string, params: unknown) => Promise<unknown>;
export type Listen = (method: string, params: unknown) => void;

/**
 * A line that is read only as fast as it is served: not while `limits.requestsInFlight` requests
 * wait for their answer, and not while the peer leaves its answers unread. The requests are counted
 * here and not where they are handled: `vscode-jsonrpc` queues without a bound in between.
 */
export function openLine(socket: Socket, clock: Clock): Line {
  const open = new Set<number | string>();
  const reader = new BoundedReader(socket, (id) => {
    if (open.has(id)) return false;
    open.add(id);
    if (open.size === limits.requestsInFlight) reader.hold();
    return true;
  });
  const writer = new BoundedWriter(socket, clock, {
    began: () => reader.hold(),
    ended: () => reader.release(),
    answered(id) {
      const wasFull = open.size === limits.requestsInFlight;
      if (open.delete(id) && wasFull) reader.release();
    },
  });
  return { socket, reader, writer, requestsInFlight: () => open.size };
}
