import { parentPort } from 'node:worker_threads';
import type { Order, Outcome } from './part.ts';
import { parts } from './parts.ts';
import { describe } from './state.ts';

/** One piece, as it is sent to a worker, and what comes back. */
export interface Task {
  readonly part: string;
  readonly piece: number;
  readonly order: Order;
}

export type Answer = { readonly outcome: Outcome } | { readonly failure: string };

// What is lost is told by what was asked and what is there; where the code was is told by nothing.
Error.stackTraceLimit = 0;

parentPort?.on('message', (task: Task) => {
  void answer(task).then((answered) => parentPort?.postMessage(answered));
});

async function answer({ part: name, piece, order }: Task): Promise<Answer> {
  try {
    const part = parts.find((one) => one.name === name);
    if (part === undefined) throw new Error(`No part is called ${name}.`);
    return { outcome: await part.run(piece, order) };
  } catch (error) {
    return { failure: describe(error) };
  }
}
