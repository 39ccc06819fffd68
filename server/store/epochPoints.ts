import type { HistoryPoint } from '../../shared/model.ts';
import type { StoredTransaction } from './codec.ts';
import { restorePoint } from './points.ts';

/** The points of one epoch, agent by agent, oldest first. */
export class EpochPoints {
  private readonly agents = new Map<string, HistoryPoint[]>();
  private newest = 0;

  /** `at` is the wall time of the commit in milliseconds. */
  add(agentId: string, point: HistoryPoint, at: number): void {
    const points = this.agents.get(agentId);
    if (points === undefined) this.agents.set(agentId, [point]);
    else points.push(point);
    this.newest = Math.max(this.newest, at);
  }

  addFrom({ request, changes, at }: StoredTransaction): void {
    for (const { agent, version, point } of changes) {
      if (point !== undefined)
        this.add(agent, restorePoint(point, version, request?.[1] ?? null), at);
    }
  }

  of(agentId: string): readonly HistoryPoint[] {
    return this.agents.get(agentId) ?? [];
  }

  get isEmpty(): boolean {
    return this.agents.size === 0;
  }

  all(): IterableIterator<[string, readonly HistoryPoint[]]> {
    return this.agents.entries();
  }

  /** Wall milliseconds; 0 when there are no points. */
  get newestAt(): number {
    return this.newest;
  }
}
