import type { Draft } from './ledger.ts';
import type { NewPoints } from './history/epochPoints.ts';
import { batchLimit } from './log/frame.ts';
import type { Receipt, RequestKey } from './port.ts';

/** A commit on its way to the disk. */
export interface Waiting {
  readonly draft: Draft;
  readonly points: NewPoints;
  readonly request: RequestKey | undefined;
  readonly at: number;
  readonly payload: Buffer;
  readonly outcome: Outcome;
}

/** A promise and its two ends. */
export class Outcome {
  readonly promise: Promise<Receipt>;
  resolve!: (receipt: Receipt) => void;
  reject!: (error: Error) => void;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
}

/** Above this a commit is refused: the disk does not keep up. */
const waitingBytesLimit = 64 * 1024 * 1024;
const batchBytes = 4 * 1024 * 1024;

/** Commits in order; taken in batches, one write each (group commit). */
export class WaitingLine {
  private line: Waiting[] = [];
  private bytes = 0;
  /**
   * Requests on their way, so that a repeated one joins the first. Each in a place that is emptied: a
   * map whose entries come and go is copied again and again, and its dead copies hold what they held.
   */
  private readonly requests = new Map<string, { waiting: Waiting | undefined }>();

  get isEmpty(): boolean {
    return this.line.length === 0;
  }

  get count(): number {
    return this.line.length;
  }

  hasRoomFor(payload: Buffer): boolean {
    return this.bytes + payload.length <= waitingBytesLimit;
  }

  add(waiting: Waiting): void {
    this.line.push(waiting);
    this.bytes += waiting.payload.length;
    if (waiting.request !== undefined) this.requests.set(keyOf(waiting.request), { waiting });
  }

  find(request: RequestKey): Waiting | undefined {
    return this.requests.get(keyOf(request))?.waiting;
  }

  /** The first ones, as many as fit one write. They are found by their request until `settled`. */
  takeBatch(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { payload } of this.line) {
      bytes += payload.length;
      if (count > 0 && (bytes > batchBytes || count >= batchLimit)) break;
      count += 1;
    }
    return this.line.splice(0, count);
  }

  settled(waiting: Waiting): void {
    this.bytes -= waiting.payload.length;
    if (waiting.request === undefined) return;
    const key = keyOf(waiting.request);
    const place = this.requests.get(key);
    if (place !== undefined) place.waiting = undefined;
    this.requests.delete(key);
  }

  /** Everything that waits, `taken` and the rest, will not come: their outcome is unknown. */
  rejectAll(taken: readonly Waiting[], error: Error): void {
    const all = [...taken, ...this.line];
    this.line = [];
    for (const waiting of all) {
      this.settled(waiting);
      waiting.outcome.reject(error);
    }
  }
}

function keyOf(request: RequestKey): string {
  return `${request.agent_id.length}:${request.agent_id}${request.request_id}`;
}
