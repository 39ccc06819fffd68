import { Worker } from 'node:worker_threads';
import type { Outcome } from './part.ts';
import type { Answer, Task } from './worker.ts';

/** Threads that do one piece at a time each. */
export class Crew {
  private readonly idle: Worker[] = [];
  private readonly all: Worker[] = [];

  constructor(size: number) {
    for (let at = 0; at < size; at += 1) {
      const worker = new Worker(new URL('./worker.ts', import.meta.url));
      this.all.push(worker);
      this.idle.push(worker);
    }
  }

  get size(): number {
    return this.all.length;
  }

  /** Resolves with what was lost as an error: to be counted, not to be thrown. */
  async do(task: Task): Promise<Outcome | Error> {
    const worker = this.idle.pop();
    if (worker === undefined) throw new Error('nobody is idle');
    const answer = await ask(worker, task);
    this.idle.push(worker);
    return 'outcome' in answer ? answer.outcome : new Error(answer.failure);
  }

  async dismiss(): Promise<void> {
    await Promise.all(this.all.map((worker) => worker.terminate()));
  }
}

function ask(worker: Worker, task: Task): Promise<Answer> {
  return new Promise((resolve, reject) => {
    worker.removeAllListeners();
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a worker ended with ${code}`)));
    worker.once('message', (answer: Answer) => resolve(answer));
    worker.postMessage(task);
  });
}
