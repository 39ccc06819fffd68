import { WatchstanderError } from '../../shared/errors.ts';
import { knock, type Reached } from './knock.ts';
import { SidecarStarter } from './sidecarStarter.ts';
import { Publication } from './publication.ts';
import type { Reach } from './types.ts';

const firstWaitMs = 20;
const longestWaitMs = 250;

/**
 * A socket whose other end has proved to be the sidecar of this home. Starts one where none answers.
 * Does not give up on silence: it looks again when one is published, and at growing intervals, until
 * the signal says stop.
 * @throws WatchstanderError when trying again cannot help: not running (and not to be started), a
 * sidecar that cannot start, a protocol or token that does not match, an abort.
 */
export async function reach(where: Reach, starter = new SidecarStarter(where)): Promise<Reached> {
  const publication = new Publication(where.home, where.clock);
  try {
    for (let waitMs = firstWaitMs; ; waitMs = Math.min(longestWaitMs, waitMs * 1.3)) {
      throwIfAborted(where);
      const outcome = await knock(where);
      if (typeof outcome === 'object') return outcome;
      if (outcome === 'absent' && where.start === 'never') throw notRunning();
      // A successor ends a leader that lives and does not answer; a leaving one needs only time.
      if (outcome !== 'leaving' && where.start === 'ifNeeded') starter.launch();
      // What was published before the watch began is found by a look without a wait.
      await publication.next(publication.follow() === 'begun' ? 0 : waitMs);
    }
  } finally {
    publication.dispose();
  }
}

function throwIfAborted(where: Reach): void {
  if (where.signal?.aborted !== true) return;
  throw new WatchstanderError('UNAVAILABLE', 'The connection was closed.', 'Connect again.');
}

export function notRunning(): WatchstanderError {
  return new WatchstanderError(
    'UNAVAILABLE',
    'No sidecar is running.',
    'Start one with `watchstander start`; opening a window or connecting an agent starts it too.',
  );
}
