import { DisposableStore, type Disposable } from '../../shared/lifecycle.ts';
import { durationMs } from '../../shared/policy/duration.ts';
import type { Deps } from '../handlers/deps.ts';
import { archiveEnded, dropSurplus } from '../handlers/endedAgents.ts';
import { DueTimer } from '../monitor/dueTimer.ts';
import type { LivePolicy } from '../policy/livePolicy.ts';

/** The first look; later ones are further apart, as of a long term it need not be the minute. */
const leastPaceMs = 1_000;
const looksPerTerm = 100;

/**
 * Archives agents that ended, when they are due by `retention.ended_agents`. A check-in costs nothing
 * here: whoever checks in becomes due a whole term later, and each look is at most a term away. The
 * first one is soon: no sidecar need live long.
 */
export function watchEnded(
  deps: Pick<Deps, 'clock' | 'store' | 'alerts' | 'hooks'>,
  policy: Pick<LivePolicy, 'current' | 'onChanged'>,
  log: (line: string) => void,
): Disposable {
  const { clock } = deps;
  const life = new DisposableStore();
  const timer = life.add(new DueTimer(clock, () => void look()));
  const soon = (): void => timer.by(clock.monotonicMs() + leastPaceMs);
  const wait = (nextDueMs: number): void => {
    const termMs = durationMs(policy.current.retention.ended_agents);
    const paceMs = Math.max(leastPaceMs, termMs / looksPerTerm);
    const waitMs = Math.min(Math.max(nextDueMs - clock.wallMs(), paceMs), Math.max(termMs, paceMs));
    if (!life.isDisposed) timer.by(clock.monotonicMs() + waitMs);
  };
  const look = async (): Promise<void> => {
    try {
      await dropSurplus(deps);
      wait(await archiveEnded(deps, policy.current.retention.ended_agents));
    } catch (error) {
      log(`agents that ended could not be archived: ${String(error)}`);
      wait(Infinity);
    }
  };
  life.add(policy.onChanged(soon));
  soon();
  return life;
}
