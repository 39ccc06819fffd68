import type { Clock } from '../../shared/clock.ts';
import type { Disposable } from '../../shared/lifecycle.ts';
import { DueTimer, type Wake } from './dueTimer.ts';
import { callsInFlight, type HookAgent } from './hooks/hookAgent.ts';

/**
 * No call in flight, the user not due, and nothing for so long: 0 of 265 recorded sessions of real
 * work (180 s: 1.5 %). With a call in flight nothing is said: waits for a permission last hours.
 */
export const stalledAfterMs = 300_000;

/** Notices when an agent that should go on does nothing. The time starts anew after a sleep of the machine. */
export class StallWatch implements Disposable {
  private readonly clock: Clock;
  private readonly onStalled: (agentId: string, quietMs: number) => void;
  private readonly sinceMs = new Map<string, number>();
  private readonly timer: DueTimer;

  constructor(clock: Clock, onStalled: (agentId: string, quietMs: number) => void) {
    this.clock = clock;
    this.onStalled = onStalled;
    this.timer = new DueTimer(clock, (how) => this.look(how));
  }

  /** After each event of an agent. */
  follow(agent: HookAgent): void {
    const { agent_id, place, lastEventMs } = agent;
    const isDue = place === 'working' && callsInFlight(agent) === 0;
    if (!isDue) this.sinceMs.delete(agent_id);
    else {
      this.sinceMs.set(agent_id, lastEventMs);
      this.timer.by(lastEventMs + stalledAfterMs);
    }
  }

  dispose(): void {
    this.timer.dispose();
  }

  private look(how: Wake): void {
    const nowMs = this.clock.monotonicMs();
    for (const [agentId, sinceMs] of this.sinceMs) {
      const startMs = how === 'slept' ? nowMs : sinceMs;
      this.sinceMs.set(agentId, startMs);
      if (startMs + stalledAfterMs > nowMs) this.timer.by(startMs + stalledAfterMs);
      else {
        this.sinceMs.delete(agentId);
        this.onStalled(agentId, nowMs - startMs);
      }
    }
  }
}
