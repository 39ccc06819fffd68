import { statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { everyInStep, type Clock } from '../../shared/clock.ts';
import { DisposableStore, toDisposable, type Disposable } from '../../shared/lifecycle.ts';

/** Programs write a file in several steps; after so long without one it is written. */
const settleMs = 50;

/** Watches miss what happens behind a link and on some disks: how often to look there. */
const lookMs = 5_000;

/**
 * Calls `changed` when a file may be another than before: it appeared, was written, replaced by
 * rename, or deleted. The folder is watched, because a watch of a file ends with that file.
 */
export function watchFile(
  path: string,
  clock: Clock,
  events: { readonly changed: () => void; readonly failed: (why: string) => void },
): Disposable {
  const life = new DisposableStore();
  let pause: Disposable | null = null;
  let seen = signatureOf(path);
  const settled = (): void => {
    seen = signatureOf(path);
    events.changed();
  };
  const noted = (): void => {
    pause?.dispose();
    pause = clock.after(settleMs, settled);
  };
  life.add(toDisposable(() => pause?.dispose()));
  life.add(everyInStep(clock, lookMs, () => signatureOf(path) !== seen && settled()));
  life.add(watchFolder(path, noted, events.failed));
  return life;
}

/** Where watching is not possible, looking has to do. */
function watchFolder(path: string, noted: () => void, failed: (why: string) => void): Disposable {
  try {
    const watcher = watch(dirname(path), { persistent: false }, (_event, name) => {
      if (name === null || name === basename(path)) noted();
    });
    watcher.on('error', (error) => failed(String(error)));
    return toDisposable(() => watcher.close());
  } catch (error) {
    failed(String(error));
    return toDisposable(() => undefined);
  }
}

function signatureOf(path: string): string {
  try {
    const { ino, size, mtimeMs } = statSync(path);
    return `${ino} ${size} ${mtimeMs}`;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}
