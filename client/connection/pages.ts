import type { Alert } from '../../shared/alerts.ts';
import type { AgentRow, FleetSummary, HistoryPoint } from '../../shared/model.ts';
import type { FleetPage, HistoryPage } from '../../shared/protocol.ts';
import type { SidecarConnection } from './types.ts';

/** All that tools and commands need of a connection. */
export type Sidecar = Pick<SidecarConnection, 'request'>;

export interface Fleet {
  readonly agents: readonly AgentRow[];
  readonly summary: FleetSummary;
}

/** The pages of the fleet, one after the other. */
export async function* fleetPages(sidecar: Sidecar, cursor?: string): AsyncGenerator<FleetPage> {
  let next = cursor;
  do {
    const query = next === undefined ? {} : { cursor: next };
    const page = await sidecar.request('watchstander/fleet', query);
    yield page;
    next = page.next_cursor;
  } while (next !== undefined);
}

/** All pages of the fleet as one. The summary is the first page's: all pages are cut from one revision. */
export async function readFleet(sidecar: Sidecar, cursor?: string): Promise<Fleet> {
  const agents: AgentRow[] = [];
  let summary: FleetSummary | null = null;
  for await (const page of fleetPages(sidecar, cursor)) {
    agents.push(...page.agents);
    summary ??= page.summary;
  }
  if (summary === null) throw new Error('A listing has a page.');
  return { agents, summary };
}

export interface Alerts {
  /** Newest first. */
  readonly alerts: readonly Alert[];
  readonly false_alarms: Readonly<Record<string, number>>;
}

/** All pages of the alerts as one. */
export async function readAlerts(
  sidecar: Sidecar,
  query: { readonly agent_id?: string; readonly open_only: boolean },
): Promise<Alerts> {
  const first = await sidecar.request('watchstander/alerts', query);
  const alerts = [...first.alerts];
  let next = first.next_cursor;
  while (next !== undefined) {
    const page = await sidecar.request('watchstander/alerts', { ...query, cursor: next });
    alerts.push(...page.alerts);
    next = page.next_cursor;
  }
  return { alerts, false_alarms: first.false_alarms };
}

export interface HistoryQuery {
  readonly agent_id: string;
  /** The newest n; all without. */
  readonly limit?: number;
  readonly cursor?: string;
}

export interface History {
  readonly agent_id: string;
  readonly total: number;
  /** Oldest first. */
  readonly points: readonly HistoryPoint[];
  /** Where to go on, when reading stopped at `enough`. */
  readonly next_cursor?: string;
}

/** The pages of one agent's history, one after the other. */
export async function* historyPages(
  sidecar: Sidecar,
  query: HistoryQuery,
): AsyncGenerator<HistoryPage> {
  let next = query.cursor;
  do {
    const from = next === undefined ? {} : { cursor: next };
    const page = await sidecar.request('watchstander/history', { ...query, ...from });
    yield page;
    next = page.next_cursor;
  } while (next !== undefined);
}

/** The pages of one agent's history as one; stops after the page that makes it `enough` points. */
export async function readHistory(
  sidecar: Sidecar,
  query: HistoryQuery,
  enough = Number.POSITIVE_INFINITY,
): Promise<History> {
  const points: HistoryPoint[] = [];
  let total: number | null = null;
  for await (const page of historyPages(sidecar, query)) {
    points.push(...page.points);
    total ??= page.total;
    const { next_cursor } = page;
    if (next_cursor !== undefined && points.length >= enough) {
      return { agent_id: query.agent_id, total, points, next_cursor };
    }
  }
  return { agent_id: query.agent_id, total: total ?? 0, points };
}
