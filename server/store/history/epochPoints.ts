import type { HistoryPoint } from '../../../shared/model.ts';
import type { StoredTransaction } from '../log/codec.ts';
import { isUnread, restorePoint, type KeptPoint, type StoredPoint } from './points.ts';

/** What a transaction has for histories. */
export interface NewPoints extends Pick<StoredTransaction, 'at' | 'request'> {
  readonly changes: readonly {
    readonly agent: string;
    readonly version: number;
    readonly point?: StoredPoint | undefined;
  }[];
}

/** The same without the rest of it, which is large: for a transaction that waits. */
export function pointsOnly({ at, request, changes }: StoredTransaction): NewPoints {
  const slim = changes.map(({ agent, version, point }) => ({ agent, version, point }));
  return request === undefined ? { at, changes: slim } : { at, request, changes: slim };
}

/** The points of one epoch, agent by agent, oldest first. */
export class EpochPoints {
  private readonly agents = new Map<string, KeptPoint[]>();
  private newest = 0;

  /** `at` is the wall time of the commit in milliseconds. */
  add(agentId: string, point: KeptPoint, at: number): void {
    const points = this.agents.get(agentId);
    if (points === undefined) this.agents.set(agentId, [point]);
    else points.push(point);
    this.newest = Math.max(this.newest, at);
  }

  addFrom({ request, changes, at }: NewPoints): void {
    const requestId = request?.[1] ?? null;
    for (const { agent, version, point: stored } of changes) {
      if (stored !== undefined) this.add(agent, { stored, version, requestId }, at);
    }
  }

  /** Those of `later`, which is not to be used again. */
  absorb(later: EpochPoints): void {
    for (const [agent, points] of later.agents) {
      const known = this.agents.get(agent);
      if (known === undefined) this.agents.set(agent, points);
      else for (const point of points) known.push(point);
    }
    this.newest = Math.max(this.newest, later.newest);
  }

  of(agentId: string): readonly HistoryPoint[] {
    const points = this.agents.get(agentId) ?? [];
    for (const [at, point] of points.entries()) points[at] = read(point);
    return points as HistoryPoint[];
  }

  get isEmpty(): boolean {
    return this.agents.size === 0;
  }

  all(): IterableIterator<[agent: string, points: readonly KeptPoint[]]> {
    return this.agents.entries();
  }

  /** Wall milliseconds; 0 when there are no points. */
  get newestAt(): number {
    return this.newest;
  }
}

function read(point: KeptPoint): HistoryPoint {
  return isUnread(point) ? restorePoint(point.stored, point.version, point.requestId) : point;
}
