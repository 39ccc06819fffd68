import type { Socket } from 'node:net';
import { limits } from '../../shared/protocol.ts';
import type { BoundedReader } from './boundedReader.ts';
import type { BoundedWriter } from './boundedWriter.ts';

/** One socket with its bounds. */
export interface Line {
  readonly socket: Socket;
  readonly reader: BoundedReader;
  readonly writer: BoundedWriter;
}

export type Answer = (method: string, params: unknown) => Promise<unknown>;

/** Answers at most `limits.requestsInFlight` requests of a line at a time; above, it is not read. */
export function bounded(line: Line, answer: Answer): Answer {
  let open = 0;
  return async (method, params) => {
    open += 1;
    if (open === limits.requestsInFlight) line.reader.hold();
    try {
      return await answer(method, params);
    } finally {
      open -= 1;
      if (open === limits.requestsInFlight - 1) line.reader.release();
    }
  };
}
