import { compareIds, type Alert } from '../../../shared/alerts.ts';
import { alertOf, type AgentAlerts, type Incident } from '../../monitor/alerts/alertState.ts';
import type { Json, Store } from '../../store/port.ts';

/** Where alerts are kept: beside the agents, one document an agent and one for each closed alert. */
export const alertKeys = {
  agents: 'alerts/agent/',
  closed: 'alerts/closed/',
  falseAlarms: 'alerts/false_alarms',
} as const;

/** Of the closed ones the newest are kept. */
export const mostClosedAlerts = 1_000;

type Reading = Pick<Store, 'documents' | 'draftDocument'>;

/** Newest, committed or on its way; undefined where nothing is remembered. */
export function draftAlerts(store: Reading, agentId: string): AgentAlerts | undefined {
  return store.draftDocument(alertKeys.agents + agentId) as AgentAlerts | undefined;
}

export function draftClosed(store: Reading, alertId: string): Incident | undefined {
  return store.draftDocument(alertKeys.closed + alertId) as Incident | undefined;
}

/** Durable state of every agent about which something is remembered. */
export function* listAgentAlerts(store: Reading): Generator<AgentAlerts> {
  for (const [, value] of store.documents(alertKeys.agents)) yield value as unknown as AgentAlerts;
}

/** Oldest first. */
export function listClosed(store: Reading): Incident[] {
  const documents = [...store.documents(alertKeys.closed)];
  const incidents = documents.map(([, value]) => value as unknown as Incident);
  return incidents.sort((one, other) => compareIds(one.id, other.id));
}

/** All alerts, newest first. */
export function listAlerts(store: Reading): Alert[] {
  const agents = new Map<string, AgentAlerts>();
  for (const state of listAgentAlerts(store)) agents.set(state.agent_id, state);
  const open = [...agents.values()].flatMap((state) =>
    state.open.map((incident) => alertOf(incident, state)),
  );
  const closed = listClosed(store).slice(-mostClosedAlerts);
  const all = [...open, ...closed.map((each) => alertOf(each, agents.get(each.agent_id)))];
  return all.sort((one, other) => compareIds(other.id, one.id));
}

/** How often people called an alert no problem, by the rule that gave it. */
export function falseAlarms(store: Reading): Readonly<Record<string, number>> {
  const [found] = store.documents(alertKeys.falseAlarms);
  return (found?.[1] ?? {}) as Record<string, number>;
}

/** One more for a rule. A `Map`, because a rule may be called anything. */
export function countFalseAlarm(store: Reading, rule: string): Json {
  const before = (store.draftDocument(alertKeys.falseAlarms) ?? {}) as Record<string, number>;
  const counts = new Map(Object.entries(before));
  counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return Object.fromEntries(counts);
}
