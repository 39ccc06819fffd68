import { failures } from '../../shared/errors.ts';
import type { AgentRecord, AgentRow, Health } from '../../shared/model.ts';
import { durationMs } from '../../shared/policy/duration.ts';
import { PageRoom } from '../../shared/pages.ts';
import type { AgentDetail, AgentParams, FleetPage, PageParams } from '../../shared/protocol.ts';
import { viewUnder } from '../monitor/agentMonitor.ts';
import { isListed, rowOf, worst, type RowContext } from '../monitor/agentRow.ts';
import type { Counted } from '../monitor/fleetCounts.ts';
import type { Listed } from '../store/port.ts';
import type { Deps } from './deps.ts';

export type RowDeps = Pick<Deps, 'clock' | 'policy' | 'store' | 'trends'> & {
  readonly hooks: Pick<Deps['hooks'], 'fleet'>;
};

function rowContext(deps: RowDeps, agentId: string): RowContext {
  const { silent_after } = deps.policy.settingsFor(agentId).liveness;
  return {
    wallMs: deps.clock.wallMs(),
    silentAfterMs: durationMs(silent_after),
    hook: deps.hooks.fleet.shown(agentId),
    parent: deps.hooks.fleet.shownParentOf(agentId),
    trend: deps.trends.of(agentId),
    partners: partnersOf(deps, agentId),
  };
}

/** The agent as the policy in force sees it. */
export function viewOf({ policy }: Pick<Deps, 'policy'>, record: AgentRecord): AgentRecord {
  return viewUnder(record, policy.settingsFor(record.agent_id));
}

/** What counts with an agent, under other ids than its own, as the policy in force sees it. */
function partnersOf(deps: RowDeps, agentId: string): AgentRecord[] {
  const records = deps.hooks.fleet.livePartnersOf(agentId).map((id) => deps.store.read(id));
  return records.flatMap((record) => (record === undefined ? [] : viewOf(deps, record)));
}

/** The row of an agent that is part of the fleet, and is not shown under another id. */
export function shownRow(deps: RowDeps, agentId: string): AgentRow | undefined {
  if (deps.hooks.fleet.isHidden(agentId)) return undefined;
  const record = deps.store.read(agentId);
  if (record === undefined || !isListed(record)) return undefined;
  return rowOf(viewOf(deps, record), rowContext(deps, agentId));
}

/** As the fleet is counted: what is shown under another id counts there. */
export function countedAs(deps: RowDeps, { agent_id, lifecycle, health }: Counted): Counted {
  if (deps.hooks.fleet.isHidden(agent_id)) return { agent_id, lifecycle: 'deleted', health: null };
  const others = partnersOf(deps, agent_id).flatMap(({ verdict }) => verdict ?? []);
  const isJudged = health !== null && others.length > 0;
  const all: [{ health: Health }, ...{ health: Health }[]] | null = isJudged
    ? [{ health }, ...others]
    : null;
  return { agent_id, lifecycle, health: all === null ? health : worst(all).health };
}

/**
 * A page of the fleet, in the order of first check-in. The cursor counts the agents passed: records
 * are never removed from the store's list, so a page boundary does not move.
 */
export function listFleet(deps: Deps, { cursor }: PageParams): FleetPage {
  const skip = parseCursor(cursor);
  const page = cutPage(deps.store.list(), skip, ({ agent_id }) => shownRow(deps, agent_id) ?? null);
  return {
    revision: deps.store.revision,
    agents: page.items,
    summary: deps.counts.summary,
    ...(page.next === null ? {} : { next_cursor: String(page.next) }),
  };
}

/** Everything about one agent but what only its model needs. */
export async function showAgent(deps: Deps, { agent_id }: AgentParams): Promise<AgentDetail> {
  const record = viewOf(deps, findAgent(deps, agent_id));
  const { tag_history: _tags, history_after: _cut, ...shown } = record;
  const { previous: _previous, window: _window, ...state } = record.state;
  const range = { afterVersion: record.history_after, pageSize: 0 };
  const { total } = await deps.store.history(agent_id, range);
  return {
    row: rowOf(record, rowContext(deps, agent_id)),
    record: { ...shown, state },
    history_size: total,
  };
}

/** @throws WatchstanderError NOT_FOUND, also for agents that were deleted. */
export function findAgent(deps: Pick<Deps, 'store'>, agentId: string): AgentRecord {
  const record = deps.store.read(agentId);
  if (record === undefined || !isListed(record)) throw failures.unknownAgent(agentId);
  return record;
}

/** @throws WatchstanderError INVALID_INPUT for a cursor that no page gave. */
export function parseCursor(cursor: string | undefined): number {
  const count = Number(cursor ?? '0');
  if (Number.isSafeInteger(count) && count >= 0) return count;
  throw failures.invalidInput('cursor: is not one that a page gave', 'List from the start again.');
}

function cutPage(
  agents: Iterable<Listed>,
  skip: number,
  render: (agent: Listed) => AgentRow | null,
): { items: AgentRow[]; next: number | null } {
  const items: AgentRow[] = [];
  const room = new PageRoom();
  let passed = 0;
  for (const agent of agents) {
    passed += 1;
    if (passed <= skip) continue;
    const row = render(agent);
    if (row === null) continue;
    if (!room.takes(row)) return { items, next: passed - 1 };
    items.push(row);
  }
  return { items, next: null };
}
