import { closeSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { homeLayout } from '../../shared/home.ts';
import { writingIn } from './homeFault.ts';

/** A start that has shown nothing for so long may have died with whoever began it. */
const patienceMs = 1_000;

/**
 * Whose turn it is to start a sidecar. All clients lose one at the same moment, and ten starts on
 * two cores are slower than one. The turn only saves work and decides nothing, the store's lock does;
 * so a mark that was left behind costs one wait, and two that take it over at once cost one start.
 */
export class StartTurn {
  private readonly home: string;
  private readonly path: string;
  private readonly clock: Clock;
  private seen: { readonly mark: string; readonly sinceMs: number } | null = null;
  private isOurs = false;

  constructor(home: string, clock: Clock) {
    this.home = home;
    this.path = join(home, homeLayout.starting);
    this.clock = clock;
  }

  /**
   * Whether we are to start one now.
   * @throws WatchstanderError UNAVAILABLE when the home cannot be written.
   */
  take(): boolean {
    return writingIn(this.home, () => {
      this.isOurs = this.mark();
      if (!this.isOurs && this.isLeftBehind()) {
        rmSync(this.path, { force: true });
        this.isOurs = this.mark();
      }
      return this.isOurs;
    });
  }

  /** Ours came to nothing: another may try at once. A sidecar that leads removes the mark itself. */
  giveBack(): void {
    if (!this.isOurs) return;
    this.isOurs = false;
    rmSync(this.path, { force: true });
  }

  private mark(): boolean {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    try {
      closeSync(openSync(this.path, 'wx', 0o600));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  }

  /** The same mark for the whole time: of a clock that stands still while the machine sleeps. */
  private isLeftBehind(): boolean {
    const found = statSync(this.path, { throwIfNoEntry: false });
    if (found === undefined) return false;
    const mark = `${found.ino} ${found.mtimeMs}`;
    const nowMs = this.clock.monotonicMs();
    if (this.seen?.mark !== mark) this.seen = { mark, sinceMs: nowMs };
    return nowMs - this.seen.sinceMs >= patienceMs;
  }
}
