import type { HistoryPoint } from '../../shared/model.ts';
import type { StoredTransaction } from './codec.ts';
import { frameTypes, fromPayload } from './frame.ts';
import { readWhole } from './fs.ts';
import { originOf, segmentPath, type Ground } from './ground.ts';
import type { HistoryRange, HistorySlice } from './port.ts';
import { scanSegment } from './segment.ts';
import { readHead, type Base } from './snapshot.ts';

type Points = ReadonlyMap<string, readonly HistoryPoint[]>;

/**
 * All acknowledged points, over all epochs: those of the current one in memory, those before as far
 * as each successor read them.
 */
export class History {
  private readonly ground: Ground;
  /** Newest first; complete down to the first epoch once `isComplete`. */
  private readonly epochs: Base[];
  private readonly read = new Map<number, Points>();
  private tail = new Map<string, HistoryPoint[]>();

  constructor(ground: Ground, base: Base) {
    this.ground = ground;
    this.epochs = [base];
  }

  add(agentId: string, point: HistoryPoint): void {
    const points = this.tail.get(agentId);
    if (points === undefined) this.tail.set(agentId, [point]);
    else points.push(point);
  }

  /** The current epoch ended at this cut; another begins. */
  turn(ended: Base): void {
    this.epochs.unshift(ended);
    this.read.set(ended.epoch, this.tail);
    this.tail = new Map();
  }

  async slice(agentId: string, range: HistoryRange): Promise<HistorySlice> {
    const parts: (readonly HistoryPoint[])[] = [this.tail.get(agentId) ?? []];
    for (let at = 0; at < this.epochs.length; at += 1) {
      const points = await this.pointsOf(at);
      parts.unshift(points.get(agentId) ?? []);
    }
    return sliceOf(parts.flat(), range);
  }

  private async pointsOf(at: number): Promise<Points> {
    const base = this.epochs[at];
    if (base === undefined) return new Map();
    const known = this.read.get(base.epoch);
    if (known !== undefined) return known;
    const bytes = await readWhole(this.ground.fs, segmentPath(this.ground, base.epoch));
    const { frames } = scanSegment(bytes, originOf(this.ground, base.epoch), base);
    const [first] = frames;
    const earlier = first === undefined ? null : readHead(first).base;
    if (earlier !== null && at === this.epochs.length - 1) this.epochs.push(earlier);
    const transactions = frames.filter((frame) => frame.type === frameTypes.transaction);
    const points = collectPoints(transactions.map((f) => fromPayload(f) as StoredTransaction));
    this.read.set(base.epoch, points);
    return points;
  }
}

function collectPoints(transactions: readonly StoredTransaction[]): Points {
  const points = new Map<string, HistoryPoint[]>();
  for (const { request, changes } of transactions) {
    for (const { agent, version, point } of changes) {
      if (point === undefined) continue;
      const ofAgent = points.get(agent) ?? [];
      ofAgent.push({ version, ...point, request_id: request?.[1] ?? null });
      points.set(agent, ofAgent);
    }
  }
  return points;
}

/** `points` are oldest first. */
export function sliceOf(points: readonly HistoryPoint[], range: HistoryRange): HistorySlice {
  const { limit, afterVersion = 0, pageSize } = range;
  const newest = limit === undefined ? points : points.slice(Math.max(0, points.length - limit));
  const matching = newest.filter((point) => point.version > afterVersion);
  return { points: matching.slice(0, pageSize), total: matching.length };
}
