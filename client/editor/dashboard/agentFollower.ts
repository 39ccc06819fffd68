import type { Alert } from '../../../shared/alerts.ts';
import { timestampMs } from '../../../shared/clock.ts';
import { WatchstanderError } from '../../../shared/errors.ts';
import type { AgentRow, HistoryPoint } from '../../../shared/model.ts';
import { durationMs } from '../../../shared/policy/duration.ts';
import { historyPages, readAlerts, type Sidecar } from '../../connection/pages.ts';
import type { ToPage } from '../../dashboard/messages.ts';
import { toPoints } from '../../dashboard/points.ts';
import { toEvent, toSpan } from './lines.ts';

export interface FollowerParts {
  readonly sidecar: Sidecar;
  readonly post: (message: ToPage) => void;
  /** Nobody asked for it by name: a line of the log is enough. */
  readonly report: (error: unknown) => void;
}

/** So many are there at once; older ones when somebody looks as far back. */
const firstPoints = 1_000;

/**
 * Tells a page everything about one agent, and goes on telling what is new: only that, never all of it
 * again. What it asks for it asks one after the other, so points come in an order that can be followed.
 */
export class AgentFollower {
  readonly agentId: string;
  private readonly parts: FollowerParts;
  private work: Promise<void> = Promise.resolve();
  private isEnded = false;
  private isCatchUpDue = false;
  private oldest: HistoryPoint | null = null;
  private newestVersion = 0;
  /** Of the row that was seen last: the same again says that something around it changed. */
  private rowVersion = 0;
  private known = 0;
  private total = 0;

  constructor(agentId: string, parts: FollowerParts) {
    this.agentId = agentId;
    this.parts = parts;
  }

  begin(): void {
    this.enqueue(async () => {
      await this.tellAgent();
      await this.tellAlerts();
      await this.readOlder(firstPoints);
      this.tellPoints([], 'done');
    });
  }

  /** Its row changed: there are newer points, or something else is different. */
  rowChanged({ version }: AgentRow): void {
    const isAround = version === this.rowVersion;
    this.rowVersion = version;
    if (this.isCatchUpDue) return;
    this.isCatchUpDue = true;
    this.enqueue(async () => {
      this.isCatchUpDue = false;
      await this.readNewer();
      // A version without a point is an act; the same version again, another policy or liveness.
      if (isAround || this.rowVersion > this.newestVersion) await this.tellAgent();
    });
  }

  alertsChanged(alerts: readonly Alert[]): void {
    const own = alerts.filter(({ agent_id }) => agent_id === this.agentId);
    if (own.length > 0) this.post({ ...this.about('alerts'), alerts: own.map(toSpan) });
  }

  /** Another session: whatever was missed meanwhile. */
  resume(): void {
    this.enqueue(async () => {
      await this.tellAgent();
      await this.tellAlerts();
      await this.readNewer();
    });
  }

  /** Points back to this moment are wanted; everything for 0. */
  reach(fromMs: number): void {
    this.enqueue(async () => {
      let limit = firstPoints;
      while (this.isMissing(fromMs)) {
        limit = Math.max(4 * limit, 4 * this.known);
        const before = this.known;
        await this.readOlder(limit);
        // All that are kept are known, whatever was said of how many there are.
        if (this.known === before) this.total = this.known;
      }
      this.tellPoints([], 'done');
    });
  }

  dispose(): void {
    this.isEnded = true;
  }

  /** Settles when everything that was begun is told. */
  idle(): Promise<void> {
    return this.work;
  }

  private isMissing(fromMs: number): boolean {
    if (this.isEnded || this.known >= this.total) return false;
    return this.oldest === null || timestampMs(this.oldest.timestamp) > fromMs;
  }

  private enqueue(step: () => Promise<void>): void {
    this.work = this.work.then(async () => {
      if (this.isEnded) return;
      try {
        await step();
      } catch (error) {
        this.failed(error);
      }
    });
  }

  private failed(error: unknown): void {
    // Deleted: the page says so when its row goes.
    const isGone = error instanceof WatchstanderError && error.code === 'NOT_FOUND';
    if (!isGone) this.parts.report(error);
    this.tellPoints([], 'done');
  }

  private async tellAgent(): Promise<void> {
    const who = { agent_id: this.agentId };
    const [{ record, history_size }, { health, liveness }] = await Promise.all([
      this.parts.sidecar.request('watchstander/agent', who),
      this.parts.sidecar.request('watchstander/thresholds', who),
    ]);
    this.total = Math.max(history_size, this.known);
    this.post({
      ...this.about('agent'),
      risk: health.risk,
      coherence: health.coherence,
      silentAfterMs: durationMs(liveness.silent_after),
      events: record.events.map(toEvent),
    });
  }

  private async tellAlerts(): Promise<void> {
    const query = { agent_id: this.agentId, open_only: false };
    const { alerts } = await readAlerts(this.parts.sidecar, query);
    this.post({ ...this.about('alerts'), alerts: alerts.map(toSpan) });
  }

  /** The newest `limit` points, as far as they are older than what is known. */
  private async readOlder(limit: number): Promise<void> {
    const beforeVersion = this.oldest?.version ?? Number.POSITIVE_INFINITY;
    for await (const { points } of historyPages(this.parts.sidecar, this.query(limit))) {
      if (this.isEnded) return;
      const older = points.filter(({ version }) => version < beforeVersion);
      this.tellPoints(older, 'loading');
      if (older.length < points.length) return;
    }
  }

  private async readNewer(): Promise<void> {
    if (this.newestVersion === 0) {
      await this.readOlder(firstPoints);
      this.tellPoints([], 'done');
      return;
    }
    const query = { agent_id: this.agentId, cursor: String(this.newestVersion) };
    for await (const { points } of historyPages(this.parts.sidecar, query)) {
      if (this.isEnded) return;
      this.total += points.length;
      this.tellPoints(points, 'done');
    }
  }

  private tellPoints(
    points: readonly HistoryPoint[],
    phase: Extract<ToPage, { kind: 'points' }>['phase'],
  ): void {
    this.known += points.length;
    this.total = Math.max(this.total, this.known);
    const [first, last] = [points[0], points.at(-1)];
    if (first !== undefined && first.version < (this.oldest?.version ?? Infinity)) {
      this.oldest = first;
    }
    this.newestVersion = Math.max(this.newestVersion, last?.version ?? 0);
    const { total } = this;
    this.post({ ...this.about('points'), points: toPoints(points), total, phase });
  }

  private query(limit: number): { agent_id: string; limit: number } {
    return { agent_id: this.agentId, limit };
  }

  private about<Kind extends string>(kind: Kind): { kind: Kind; agentId: string } {
    return { kind, agentId: this.agentId };
  }

  private post(message: ToPage): void {
    if (!this.isEnded) this.parts.post(message);
  }
}
