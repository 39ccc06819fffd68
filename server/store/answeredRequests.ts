import type { Clock } from '../../shared/clock.ts';
import { toPayload } from './log/frame.ts';
import type { RequestKey } from './port.ts';
import { RequestTable, type Answer } from './requests.ts';

/** Where the frame of an answered request is. */
export interface Location {
  readonly epoch: number;
  readonly start: number;
  readonly length: number;
}

/** As it is kept in a snapshot. `at` is wall time in milliseconds. */
export type StoredAnswer = readonly [
  agent: string,
  request: string,
  digest: string,
  at: number,
  epoch: number,
  start: number,
  length: number,
];

/** Rows that go into one frame of a snapshot, and so are kept as its payload. */
interface Page {
  readonly payload: Buffer;
  readonly newestAt: number;
}

const rowsPerPage = 512;

/**
 * The requests that the log has an answer to. Each snapshot writes up to 100,000 of them again: what
 * fills a page is put into bytes once, and every later snapshot copies them.
 */
export class AnsweredRequests {
  private readonly table: RequestTable<Location>;
  private pages: Page[] = [];
  private rows: Answer<Location>[] = [];

  constructor(clock: Clock) {
    this.table = new RequestTable(clock);
  }

  get(key: RequestKey): Answer<Location> | undefined {
    return this.table.get(key);
  }

  restore([agent_id, request_id, digest, at, epoch, start, length]: StoredAnswer): void {
    this.add({ key: { agent_id, request_id, digest }, at, kept: { epoch, start, length } });
  }

  add(answer: Answer<Location>): void {
    this.table.add(answer);
    this.rows.push(answer);
    if (this.rows.length < rowsPerPage) return;
    const newestAt = this.rows.reduce((newest, { at }) => Math.max(newest, at), answer.at);
    this.pages.push({ payload: toPayload(this.rows.map(rowOf)), newestAt });
    this.rows = [];
  }

  /** The segments before it are not needed for any answer. */
  get oldestEpoch(): number {
    return this.table.oldest()?.kept.epoch ?? Infinity;
  }

  /** Payloads of `snapshotRequests`: every answer that counts, and some that are past their time. */
  payloads(): readonly Buffer[] {
    const oldestAt = this.table.oldest()?.at ?? Infinity;
    this.pages = this.pages.filter(({ newestAt }) => newestAt >= oldestAt);
    const payloads = this.pages.map(({ payload }) => payload);
    return this.rows.length === 0 ? payloads : [...payloads, toPayload(this.rows.map(rowOf))];
  }
}

function rowOf({ key, at, kept }: Answer<Location>): StoredAnswer {
  return [key.agent_id, key.request_id, key.digest, at, kept.epoch, kept.start, kept.length];
}
