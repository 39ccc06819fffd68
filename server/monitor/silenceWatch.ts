import type { Clock } from '../../shared/clock.ts';
import { timestampMs } from '../../shared/clock.ts';
import type { Disposable } from '../../shared/lifecycle.ts';
import type { AgentRecord } from '../../shared/model.ts';
import { DueTimer, type Wake } from './dueTimer.ts';

export interface SilenceRules {
  readonly silentAfterMs: (agentId: string) => number;
  /** Nothing came from this agent for so long. Told once; the next check-in starts anew. */
  readonly onSilent: (agentId: string, silentMs: number) => void;
}

interface Watched {
  /** Of its last check-in, to tell a check-in from an edit. */
  lastUpdate: string;
  /** Monotonic; null while silence means nothing: it was told, or the agent is at rest. */
  sinceMs: number | null;
}

type Heard = Pick<AgentRecord, 'agent_id' | 'lifecycle' | 'last_update'>;

/**
 * Notices when an agent at work says nothing any more. By the monotonic clock, which runs from the
 * last check-in or from the last sleep of the machine: nobody can check in while it sleeps.
 */
export class SilenceWatch implements Disposable {
  private readonly clock: Clock;
  private readonly rules: SilenceRules;
  private readonly watched = new Map<string, Watched>();
  private readonly timer: DueTimer;

  constructor(clock: Clock, rules: SilenceRules) {
    this.clock = clock;
    this.rules = rules;
    this.timer = new DueTimer(clock, (how) => this.look(how));
  }

  /** Whether anything can become due. */
  get isWaiting(): boolean {
    return this.timer.isWaiting;
  }

  /**
   * Takes note of an agent that was there before this process. One that was not heard of lately is
   * not waited for: that it is gone was seen, or nobody was there to see it.
   */
  begin(record: Heard): void {
    const ageMs = this.clock.wallMs() - timestampMs(record.last_update);
    const isRecent = ageMs <= this.rules.silentAfterMs(record.agent_id);
    if (isRecent) this.follow(record);
    else this.watched.set(record.agent_id, { lastUpdate: record.last_update, sinceMs: null });
  }

  /** Takes note of what an agent is now: after each change of it. */
  follow(record: Heard): void {
    const { agent_id, lifecycle, last_update } = record;
    if (lifecycle !== 'active') {
      this.watched.delete(agent_id);
      return;
    }
    if (this.watched.get(agent_id)?.lastUpdate === last_update) return;
    this.watched.set(agent_id, { lastUpdate: last_update, sinceMs: this.clock.monotonicMs() });
    this.wait(agent_id);
  }

  /** This agent says nothing for a reason, until its next check-in. */
  rest(agentId: string): void {
    const known = this.watched.get(agentId);
    if (known !== undefined) known.sinceMs = null;
  }

  /** Its silence could not be noted: waits once more. */
  renew(agentId: string): void {
    const known = this.watched.get(agentId);
    if (known === undefined) return;
    known.sinceMs = this.clock.monotonicMs();
    this.wait(agentId);
  }

  /** The rules changed. */
  reconsider(): void {
    for (const agentId of this.watched.keys()) this.wait(agentId);
  }

  dispose(): void {
    this.timer.dispose();
    this.watched.clear();
  }

  private wait(agentId: string): void {
    const dueMs = this.dueMs(agentId);
    if (dueMs !== null) this.timer.by(dueMs);
  }

  private dueMs(agentId: string): number | null {
    const sinceMs = this.watched.get(agentId)?.sinceMs ?? null;
    return sinceMs === null ? null : sinceMs + this.rules.silentAfterMs(agentId);
  }

  private look(how: Wake): void {
    const nowMs = this.clock.monotonicMs();
    for (const [agentId, watched] of this.watched) {
      const { sinceMs } = watched;
      if (sinceMs === null) continue;
      if (how === 'slept') watched.sinceMs = nowMs;
      else if ((this.dueMs(agentId) ?? Infinity) <= nowMs) {
        watched.sinceMs = null;
        this.rules.onSilent(agentId, nowMs - sinceMs);
      }
    }
    this.reconsider();
  }
}
