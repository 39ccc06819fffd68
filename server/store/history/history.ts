import assert from 'node:assert/strict';
import type { HistoryPoint } from '../../../shared/model.ts';
import { EpochPoints, type NewPoints } from './epochPoints.ts';
import { HistoryFiles } from './historyFiles.ts';
import type { Ground } from '../ground.ts';
import type { HistoryRange, HistorySlice } from '../port.ts';
import { readEpochPoints } from './endedEpochs.ts';
import type { Base } from '../log/snapshot.ts';

/** Points in a row, oldest first, that need not be in memory. */
interface Part {
  readonly count: number;
  readonly first: number;
  readonly last: number;
  load(): Promise<readonly HistoryPoint[]>;
}

/** An epoch that ended, while its history file is not known to be durable. */
export interface EndedEpoch {
  readonly base: Base;
  /** Null until somebody needs them. */
  points: EpochPoints | null;
}

/**
 * All acknowledged points, over all epochs: those of the current one in memory; those of an ended one
 * in memory or in its segment, as far as its successor read it, until its history file is durable.
 */
export class History {
  readonly files: HistoryFiles;
  private readonly ground: Ground;
  private readonly pointsPerAgent: () => number;
  private epoch: number;
  /** Newest first. */
  private ended: readonly EndedEpoch[];
  private tail: EpochPoints;
  /** While the next epoch is prepared: those that come before it. */
  private before: EpochPoints | null = null;

  /** Of the leader of `epoch`. `ended` is newest first, `tail` what the epoch begins with. */
  constructor(
    ground: Ground,
    epoch: number,
    { ended, tail }: { readonly ended: readonly EndedEpoch[]; readonly tail: EpochPoints },
    pointsPerAgent: () => number,
  ) {
    this.ground = ground;
    this.files = new HistoryFiles(ground);
    this.epoch = epoch;
    this.ended = ended;
    this.tail = tail;
    this.pointsPerAgent = pointsPerAgent;
  }

  add(points: NewPoints): void {
    this.tail.addFrom(points);
  }

  /** What comes from here on will be of the next epoch, if it comes to that. */
  beginTurn(): void {
    assert(this.before === null, 'one turn at a time');
    this.before = this.tail;
    this.tail = new EpochPoints();
  }

  /** The current epoch ended where the turn began, at `base`; `next` is led. */
  turn(base: Base, next: number): void {
    this.ended = [{ base, points: this.before }, ...this.ended];
    this.before = null;
    this.epoch = next;
  }

  /** The current epoch goes on. */
  cancelTurn(): void {
    if (this.before === null) return;
    this.before.absorb(this.tail);
    this.tail = this.before;
    this.before = null;
  }

  /** Ended epochs whose history file is not known to be durable, newest first. */
  unwritten(): readonly EndedEpoch[] {
    return this.ended;
  }

  /** The points of an ended epoch, read at most once; null when they are in a history file. */
  async pointsOf(ended: EndedEpoch): Promise<EpochPoints | null> {
    ended.points ??= await readEpochPoints(this.ground, ended.base);
    if (ended.points === null) this.written(ended.base.epoch);
    return ended.points;
  }

  /** Its history file is durable: neither memory nor the segment is needed for it. */
  written(epoch: number): void {
    this.ended = this.ended.filter(({ base }) => base.epoch !== epoch);
    this.files.forget(epoch);
  }

  async slice(agentId: string, range: HistoryRange): Promise<HistorySlice> {
    const limit = Math.min(range.limit ?? Infinity, this.pointsPerAgent());
    const parts = await this.parts(agentId, limit, range.afterVersion ?? 0);
    return sliceParts(parts, { ...range, limit });
  }

  /** Enough of the newest parts, oldest first. */
  private async parts(agentId: string, limit: number, afterVersion: number): Promise<Part[]> {
    const { epoch, ended } = this;
    const parts = [...toParts(this.before?.of(agentId) ?? []), ...toParts(this.tail.of(agentId))];
    const found = new Map(ended.map((one) => [one.base.epoch, one]));
    const inFiles = (await this.files.epochs()).filter((e) => e < epoch && !found.has(e));
    const epochs = [...inFiles, ...found.keys()].sort((a, b) => b - a);
    let count = parts.reduce((sum, part) => sum + part.count, 0);
    for (const one of epochs) {
      if (count >= limit || (parts[0]?.first ?? Infinity) <= afterVersion) break;
      const more = await this.partsOf(one, found.get(one), agentId);
      parts.unshift(...more);
      count += more.reduce((sum, part) => sum + part.count, 0);
    }
    return parts;
  }

  private async partsOf(
    epoch: number,
    ended: EndedEpoch | undefined,
    agentId: string,
  ): Promise<Part[]> {
    const points = ended === undefined ? null : await this.pointsOf(ended);
    if (points !== null) return toParts(points.of(agentId));
    const chunks = (await this.files.index(epoch))?.agents.get(agentId) ?? [];
    return chunks.map((chunk) => ({ ...chunk, load: () => this.files.points(epoch, chunk) }));
  }
}

function toParts(points: readonly HistoryPoint[]): Part[] {
  const [first, last] = [points[0]?.version, points.at(-1)?.version];
  if (first === undefined || last === undefined) return [];
  // Copied: the current epoch's list grows while the answer is made.
  const copy = [...points];
  return [{ count: copy.length, first, last, load: () => Promise.resolve(copy) }];
}

/** What a range is of some parts; loads only what the page shows and what it cuts. */
async function sliceParts(parts: readonly Part[], range: HistoryRange): Promise<HistorySlice> {
  const { limit = Infinity, afterVersion = 0, pageSize = Infinity } = range;
  let skip = Math.max(0, parts.reduce((sum, part) => sum + part.count, 0) - limit);
  const points: HistoryPoint[] = [];
  let total = 0;
  for (const part of parts) {
    const isBefore = skip >= part.count || part.last <= afterVersion;
    const isWhole = skip === 0 && part.first > afterVersion;
    if (isWhole && points.length >= pageSize) total += part.count;
    else if (!isBefore) {
      const shown = (await part.load()).slice(skip).filter((p) => p.version > afterVersion);
      total += shown.length;
      for (const point of shown) if (points.length < pageSize) points.push(point);
    }
    skip = Math.max(0, skip - part.count);
  }
  return { points, total };
}

/** The range of points that are in memory. */
export function sliceOf(
  points: readonly HistoryPoint[],
  range: HistoryRange,
): Promise<HistorySlice> {
  return sliceParts(toParts(points), range);
}
