import { limits, type HistoryPage, type HistoryParams } from '../../shared/protocol.ts';
import type { Deps } from './deps.ts';
import { findAgent, parseCursor } from './fleet.ts';

/** A page of an agent's retained points, oldest first. The cursor is the last version given. */
export async function listHistory(deps: Deps, params: HistoryParams): Promise<HistoryPage> {
  const { agent_id, limit, cursor } = params;
  const { history_after } = findAgent(deps, agent_id);
  const { points, total } = await deps.store.history(agent_id, {
    limit,
    afterVersion: Math.max(history_after, parseCursor(cursor)),
    pageSize: limits.pageItems,
  });
  const last = points.at(-1);
  const hasMore = last !== undefined && points.length === limits.pageItems;
  return {
    agent_id,
    total,
    points,
    ...(hasMore ? { next_cursor: String(last.version) } : {}),
  };
}
