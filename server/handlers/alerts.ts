import {
  compareIds,
  type AcknowledgeParams,
  type AcknowledgeResult,
  type AlertPage,
  type AlertsParams,
} from '../../shared/alerts.ts';
import { timestamp, timestampMs } from '../../shared/clock.ts';
import { failures, WatchstanderError } from '../../shared/errors.ts';
import { pagesOf } from '../../shared/pages.ts';
import { actOn } from '../monitor/alerts/alertActs.ts';
import {
  alertOf,
  noAlerts,
  type AgentAlerts,
  type Incident,
} from '../monitor/alerts/alertState.ts';
import {
  alertKeys,
  countFalseAlarm,
  draftAlerts,
  draftClosed,
  falseAlarms,
  listAgentAlerts,
  listAlerts,
} from './commit/alertDocuments.ts';
import { AlertTurn } from './commit/alertTurn.ts';
import type { Deps } from './deps.ts';
import { findAgent } from './fleet.ts';
import { actorOf, type Caller } from './table.ts';
import { commitTurn } from './commit/watchedCommit.ts';

/**
 * A page of the alerts, newest first. The cursor is the last one given: what opens or closes
 * meanwhile moves no page.
 */
export function showAlerts(deps: Deps, params: AlertsParams): AlertPage {
  const { agent_id, open_only = false, cursor } = params;
  if (agent_id !== undefined) findAgent(deps, agent_id);
  if (cursor !== undefined && !/^\d+-\d+$/.test(cursor)) throw badCursor();
  const wanted = listAlerts(deps.store)
    .filter((alert) => agent_id === undefined || alert.agent_id === agent_id)
    .filter((alert) => !open_only || alert.closed === undefined)
    .filter((alert) => cursor === undefined || compareIds(alert.id, cursor) < 0);
  const [alerts = []] = pagesOf(wanted);
  const last = alerts.at(-1);
  return {
    revision: deps.alerts.revision,
    alerts,
    false_alarms: falseAlarms(deps.store),
    ...(last !== undefined && alerts.length < wanted.length ? { next_cursor: last.id } : {}),
  };
}

function badCursor(): WatchstanderError {
  return failures.invalidInput('cursor: is not one that a page gave', 'List from the start again.');
}

/**
 * Does something about an alert, open or closed.
 * @throws WatchstanderError NOT_FOUND, INVALID_INPUT, UNAVAILABLE, FENCED.
 */
export async function acknowledge(
  deps: Deps,
  caller: Caller,
  params: AcknowledgeParams,
): Promise<AcknowledgeResult> {
  const { state, incident } = findIncident(deps, params.alert_id);
  const how = { at: timestamp(deps.clock), by: actorOf(caller), note: params.note ?? null };
  const order = { act: params.act, how, untilMs: readEnd(deps, params.until) };
  const step = actOn(state, incident, order, deps.alerts.settings(incident.agent_id));
  const turn = new AlertTurn(deps);
  turn.put(step.state, step.incident.closed === undefined ? null : step.incident);
  if (step.falseAlarm !== null) {
    turn.write(alertKeys.falseAlarms, countFalseAlarm(deps.store, step.falseAlarm));
  }
  await commitTurn(deps, turn);
  return { alert: alertOf(step.incident, step.state) };
}

function findIncident(
  deps: Deps,
  alertId: string,
): { readonly state: AgentAlerts; readonly incident: Incident } {
  const closed = draftClosed(deps.store, alertId);
  if (closed !== undefined) {
    const { agent_id } = closed;
    return { incident: closed, state: draftAlerts(deps.store, agent_id) ?? noAlerts(agent_id) };
  }
  for (const { agent_id } of listAgentAlerts(deps.store)) {
    const state = draftAlerts(deps.store, agent_id);
    const incident = state?.open.find(({ id }) => id === alertId);
    if (state !== undefined && incident !== undefined) return { state, incident };
  }
  throw new WatchstanderError(
    'NOT_FOUND',
    `There is no alert ${alertId}.`,
    'List the alerts (get_alerts) for those that are kept.',
  );
}

const longestSnoozeMs = 30 * 86_400_000;

function readEnd(deps: Deps, until: string | undefined): number | undefined {
  if (until === undefined) return undefined;
  const endMs = timestampMs(until);
  if (endMs - deps.clock.wallMs() <= longestSnoozeMs) return endMs;
  throw failures.invalidInput('until: is more than 30 days away', 'Snooze for less, or mute.');
}
