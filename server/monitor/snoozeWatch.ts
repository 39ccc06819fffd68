import type { Clock } from '../../shared/clock.ts';
import { timestampMs } from '../../shared/clock.ts';
import type { Disposable } from '../../shared/lifecycle.ts';
import type { AgentAlerts } from './alerts/alertState.ts';
import { DueTimer } from './dueTimer.ts';

/** Notices when a snooze is over. By the wall clock: people mean the time of day. */
export class SnoozeWatch implements Disposable {
  private readonly clock: Clock;
  private readonly onOver: (agentId: string) => void;
  /** Wall milliseconds. */
  private readonly ends = new Map<string, number>();
  private readonly timer: DueTimer;

  constructor(clock: Clock, onOver: (agentId: string) => void) {
    this.clock = clock;
    this.onOver = onOver;
    this.timer = new DueTimer(clock, () => this.look());
  }

  follow({ agent_id, snoozed_until }: Pick<AgentAlerts, 'agent_id' | 'snoozed_until'>): void {
    if (snoozed_until === null) {
      this.ends.delete(agent_id);
      return;
    }
    this.ends.set(agent_id, timestampMs(snoozed_until));
    this.wait();
  }

  dispose(): void {
    this.timer.dispose();
    this.ends.clear();
  }

  private look(): void {
    const nowMs = this.clock.wallMs();
    const over = [...this.ends].filter(([, endMs]) => endMs <= nowMs);
    for (const [agentId] of over) {
      this.ends.delete(agentId);
      this.onOver(agentId);
    }
    this.wait();
  }

  private wait(): void {
    if (this.ends.size === 0) return;
    const leftMs = Math.min(...this.ends.values()) - this.clock.wallMs();
    this.timer.by(this.clock.monotonicMs() + leftMs);
  }
}
