import type { Actor, AgentRecord, LifecycleEvent } from '../../../shared/model.ts';

/** Who did it, when and why. */
export interface Act {
  readonly by: Actor;
  readonly at: string;
  readonly reason: string | null;
}

const keptEvents = 100;

export function withEvent(record: AgentRecord, event: string, how: Act): readonly LifecycleEvent[] {
  const { at, reason, by } = how;
  return [...record.events, { event, timestamp: at, reason, by }].slice(-keptEvents);
}
