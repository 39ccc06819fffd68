import type { AgentEvent, AlertSpan, Points, ToPage } from '../messages.ts';
import type { Limits } from '../chart/panels.ts';
import { drawnTimes, mergePoints, noPoints } from '../points.ts';

type Of<Kind extends ToPage['kind']> = Extract<ToPage, { kind: Kind }>;

/** What the page knows of the agent that it shows. */
export class Subject {
  readonly agentId: string;
  points: Points = noPoints;
  /** As they are drawn. */
  times: readonly number[] = [];
  total = 0;
  phase: Of<'points'>['phase'] = 'loading';
  events: readonly AgentEvent[] = [];
  alerts: readonly AlertSpan[] = [];
  limits: Limits = {
    risk: { healthy: 0.15, degraded: 0.3 },
    coherence: { healthy: 0.85, degraded: 0.6 },
  };
  silentAfterMs = 600_000;

  constructor(agentId: string) {
    this.agentId = agentId;
  }

  takePoints({ points, total, phase }: Of<'points'>): void {
    this.points = mergePoints(this.points, points);
    this.times = drawnTimes(this.points);
    this.total = Math.max(total, this.times.length);
    this.phase = phase;
  }

  takeAgent({ risk, coherence, silentAfterMs, events }: Of<'agent'>): void {
    this.limits = { risk, coherence };
    this.silentAfterMs = silentAfterMs;
    this.events = events;
  }

  /** Whole alerts: what is newer takes the place of what was known. */
  takeAlerts({ alerts }: Of<'alerts'>): void {
    const known = new Map([...this.alerts, ...alerts].map((alert) => [alert.id, alert]));
    this.alerts = [...known.values()].sort((one, other) => one.openedMs - other.openedMs);
  }
}
