import { watch, type FSWatcher } from 'node:fs';
import { basename, join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { homeLayout } from '../../shared/home.ts';
import { DisposableStore, Emitter, toDisposable, type Disposable } from '../../shared/lifecycle.ts';

/**
 * Hears when a sidecar publishes where it listens. Looking again and again would take processor time
 * from the very start that is waited for, or come late; still the wait has an end, because some file
 * systems tell nothing.
 */
export class Publication implements Disposable {
  private readonly life = new DisposableStore();
  private readonly changed = this.life.add(new Emitter<undefined>());
  private readonly clock: Clock;
  private readonly folder: string;
  private watcher: FSWatcher | null = null;

  constructor(home: string, clock: Clock) {
    this.folder = join(home, homeLayout.run);
    this.clock = clock;
  }

  /** From now on nothing is missed, as far as the system tells. */
  follow(): 'begun' | 'followed' | 'impossible' {
    if (this.watcher !== null) return 'followed';
    try {
      const watcher = watch(this.folder, { persistent: false });
      // Without a name on some systems, whatever the types say.
      watcher.on('change', (_event, name: string | Buffer | null) => {
        if (name === null || name === basename(homeLayout.endpoint)) this.changed.fire(undefined);
      });
      // Then there is the end of each wait.
      watcher.on('error', () => watcher.close());
      this.life.add(toDisposable(() => watcher.close()));
      this.watcher = watcher;
      return 'begun';
    } catch (error) {
      if (isUnwatchable(error)) return 'impossible';
      throw error;
    }
  }

  /** Until something is published, at most `ms`. */
  next(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const scope = new DisposableStore();
      const end = (): void => {
        scope.dispose();
        resolve();
      };
      scope.add(this.changed.event(end));
      scope.add(this.clock.after(ms, end));
    });
  }

  dispose(): void {
    this.life.dispose();
  }
}

/** No folder before the first start; no more watches to be had; none on this file system. */
function isUnwatchable(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  return ['ENOENT', 'EMFILE', 'ENOSPC', 'ENOSYS', 'EPERM', 'EACCES'].includes(code);
}
