import type { HistoryPoint } from '../../../shared/model.ts';
import type { EpochPoints } from '../history/epochPoints.ts';
import { readStored, type Packed } from '../log/packed.ts';
import { storedTime } from '../log/packedState.ts';

/** Of one agent, while its points are read, oldest first. */
interface Line {
  version: number;
  time: number;
  missing: number;
}

/**
 * Whether points are complete. Versions alone do not tell: a pause takes one and leaves no point. The
 * model's time does: it grows by one step with each point, and only a reset begins anew.
 */
export class PointCount {
  total = 0;
  private readonly lines = new Map<string, Line>();
  private readonly timeStep: number;

  constructor(timeStep: number) {
    this.timeStep = timeStep;
  }

  add(points: EpochPoints): void {
    for (const [agent] of points.all()) this.addOf(agent, points.of(agent));
  }

  addOf(agent: string, points: readonly HistoryPoint[]): void {
    this.total += points.length;
    for (const { version, time } of points) {
      const line = this.lines.get(agent);
      // The oldest may be gone: that is retention.
      if (line === undefined) this.lines.set(agent, { version, time, missing: 0 });
      else {
        if (version <= line.version) line.missing += 1;
        line.missing += this.stepsBetween(line.time, time);
        Object.assign(line, { version, time });
      }
    }
  }

  /** One sentence for each agent that points are missing of. */
  missing(agents: readonly Packed[]): string[] {
    return agents.flatMap((packed) => {
      const { agent_id, state } = readStored(packed);
      const line = this.lines.get(agent_id);
      if (line === undefined) return [];
      const newest = Math.max(0, Math.round((storedTime(state) - line.time) / this.timeStep));
      const count = line.missing + newest;
      return count === 0 ? [] : [`points of ${agent_id} are missing: ${count}`];
    });
  }

  /** How many points would have come between two; none when the later one begins anew. */
  private stepsBetween(before: number, after: number): number {
    return Math.max(0, Math.round((after - before) / this.timeStep) - 1);
  }
}
