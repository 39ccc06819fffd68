import type { Disposable } from '../../shared/lifecycle.ts';

/**
 * Collects of whom something new is stored, and tells it when this turn of the event loop is over:
 * who waits for an answer, which is written in the turn, gets it first.
 */
export class TurnsNews implements Disposable {
  private readonly agentIds = new Set<string>();
  private readonly tell: (agentIds: readonly string[]) => void;
  private isDisposed = false;

  constructor(tell: (agentIds: readonly string[]) => void) {
    this.tell = tell;
  }

  add(agentIds: Iterable<string>): void {
    if (this.agentIds.size === 0) setImmediate(() => this.turnIsOver());
    for (const id of agentIds) this.agentIds.add(id);
  }

  dispose(): void {
    this.isDisposed = true;
  }

  private turnIsOver(): void {
    const agentIds = [...this.agentIds];
    this.agentIds.clear();
    if (!this.isDisposed) this.tell(agentIds);
  }
}
