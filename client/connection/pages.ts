import type { Alert } from '../../shared/alerts.ts';
import type { AgentRow, FleetSummary, HistoryPoint } from '../../shared/model.ts';
import type { SidecarConnection } from './types.ts';

/** All that tools and commands need of a connection. */
export type Sidecar = Pick<SidecarConnection, 'request'>;

export interface Fleet {
  readonly agents: readonly AgentRow[];
  readonly summary: FleetSummary;
}

/** All pages of the fleet as one. The summary is the first page's: all pages are cut from one revision. */
export async function readFleet(sidecar: Sidecar, cursor?: string): Promise<Fleet> {
  const first = await sidecar.request('watchstander/fleet', cursor === undefined ? {} : { cursor });
  const agents = [...first.agents];
  let next = first.next_cursor;
  while (next !== undefined) {
    const page = await sidecar.request('watchstander/fleet', { cursor: next });
    agents.push(...page.agents);
    next = page.next_cursor;
  }
  return { agents, summary: first.summary };
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

/** The pages of one agent's history as one; stops after the page that makes it `enough` points. */
export async function readHistory(
  sidecar: Sidecar,
  query: HistoryQuery,
  enough = Number.POSITIVE_INFINITY,
): Promise<History> {
  const first = await sidecar.request('watchstander/history', query);
  const points = [...first.points];
  let next = first.next_cursor;
  while (next !== undefined && points.length < enough) {
    const page = await sidecar.request('watchstander/history', { ...query, cursor: next });
    points.push(...page.points);
    next = page.next_cursor;
  }
  return {
    agent_id: first.agent_id,
    total: first.total,
    points,
    ...(next === undefined ? {} : { next_cursor: next }),
  };
}
