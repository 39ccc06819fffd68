import type { Mutation, Receipt, RequestKey } from '../../store/port.ts';
import type { Deps } from '../deps.ts';
import { commitWatched, tellHooks } from './watchedCommit.ts';

/**
 * Commits what a request asks for, in this turn of the event loop, unless it was committed before
 * (Invariant I13): then its receipt is that of then, and hooks are told again of `moved`, the agents
 * that it pauses or lets go on.
 */
export async function commitOnce(
  deps: Pick<Deps, 'clock' | 'store' | 'alerts' | 'hooks'>,
  key: RequestKey | undefined,
  stage: () => readonly Mutation[],
  moved: readonly string[] = [],
): Promise<Receipt> {
  const answered = key === undefined ? undefined : deps.store.answered(key);
  if (answered === undefined) return commitWatched(deps, stage(), { request: key });
  const receipt = await answered;
  await tellHooks(deps, moved);
  return receipt;
}
