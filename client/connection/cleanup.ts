import { delay, type Clock } from '../../shared/clock.ts';
import type { CleanupPlan } from '../../shared/processes.ts';
import type { Sidecar } from './pages.ts';

/** A process is watched for 30 s, asked, and given time to end. */
const patienceMs = 60_000;
const lookMs = 1_000;

/**
 * Has done what was agreed to, and waits for it: `planned` is what could not be settled in time. The
 * sidecar goes on by itself.
 */
export async function cleanUp(
  sidecar: Sidecar,
  approve: readonly string[],
  clock: Clock,
): Promise<CleanupPlan> {
  const untilMs = clock.monotonicMs() + patienceMs;
  for (;;) {
    const plan = await sidecar.request('watchstander/cleanup', { approve });
    const planned = plan.planned.filter(({ id }) => approve.includes(id));
    if (planned.length === 0 || clock.monotonicMs() > untilMs) return { ...plan, planned };
    await delay(clock, lookMs);
  }
}
