import type { HistoryPoint } from '../../../shared/model.ts';
import type { StoredTransaction } from '../log/codec.ts';
import { restorePoint, type StoredPoint } from './points.ts';

/** A point as its transaction has it: made when somebody asks, after a start has answered. */
interface Unread {
  readonly stored: StoredPoint;
  readonly version: number;
  readonly requestId: string | null;
}

/** The points of one epoch, agent by agent, oldest first. */
export class EpochPoints {
  private readonly agents = new Map<string, (HistoryPoint | Unread)[]>();
  private newest = 0;

  /** `at` is the wall time of the commit in milliseconds. */
  add(agentId: string, point: HistoryPoint | Unread, at: number): void {
    const points = this.agents.get(agentId);
    if (points === undefined) this.agents.set(agentId, [point]);
    else points.push(point);
    this.newest = Math.max(this.newest, at);
  }

  addFrom({ request, changes, at }: StoredTransaction): void {
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

  *all(): Generator<[agent: string, points: readonly HistoryPoint[]]> {
    for (const agent of this.agents.keys()) yield [agent, this.of(agent)];
  }

  /** Wall milliseconds; 0 when there are no points. */
  get newestAt(): number {
    return this.newest;
  }
}

function read(point: HistoryPoint | Unread): HistoryPoint {
  return 'stored' in point ? restorePoint(point.stored, point.version, point.requestId) : point;
}
