import type { Clock } from '../../shared/clock.ts';
import type { Disposable } from '../../shared/lifecycle.ts';

/** Calls `expire` once nobody has been there for `idleMs()`. */
export class IdleWatch implements Disposable {
  private readonly clock: Clock;
  private readonly idleMs: () => number;
  private readonly expire: () => void;
  private timer: Disposable | null = null;

  constructor(clock: Clock, idleMs: () => number, expire: () => void) {
    this.clock = clock;
    this.idleMs = idleMs;
    this.expire = expire;
  }

  /** Tells how many are there now. */
  present(count: number): void {
    this.dispose();
    if (count === 0) this.timer = this.clock.after(this.idleMs(), this.expire);
  }

  dispose(): void {
    this.timer?.dispose();
    this.timer = null;
  }
}
