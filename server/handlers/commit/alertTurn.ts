import { timestampOf } from '../../../shared/clock.ts';
import {
  alertOf,
  isBlank,
  noAlerts,
  type AgentAlerts,
  type Incident,
} from '../../monitor/alerts/alertState.ts';
import { stepAlerts, type AlertEvent } from '../../monitor/alerts/alerts.ts';
import type { DocumentChanges, Json, Mutation } from '../../store/port.ts';
import { alertKeys, draftAlerts, listClosed } from './alertDocuments.ts';
import type { Deps } from '../deps.ts';

type TurnDeps = Pick<Deps, 'clock' | 'store' | 'alerts'>;

/**
 * What one commit makes of alerts: the documents that go with it, and afterwards what people are
 * shown and told. It builds on what is committed or on its way, so it must be made and committed in
 * one turn of the event loop.
 */
export class AlertTurn {
  private readonly deps: TurnDeps;
  private readonly before = new Map<string, AgentAlerts>();
  private readonly after = new Map<string, AgentAlerts>();
  private readonly closed = new Map<string, Incident>();
  private readonly removed = new Set<string>();
  private readonly told: Incident[] = [];
  private surplus: readonly string[] = [];
  private readonly others = new Map<string, Json | null>();

  constructor(deps: TurnDeps) {
    this.deps = deps;
  }

  stateOf(agentId: string): AgentAlerts {
    const known = this.after.get(agentId);
    if (known !== undefined) return known;
    const state = draftAlerts(this.deps.store, agentId) ?? noAlerts(agentId);
    this.before.set(agentId, state);
    this.after.set(agentId, state);
    return state;
  }

  take(agentId: string, event: AlertEvent): void {
    const { clock, alerts } = this.deps;
    const wallMs = clock.wallMs();
    const settings = alerts.settings(agentId);
    const moment = { wallMs, at: timestampOf(wallMs), settings, newId: alerts.newId };
    const step = stepAlerts(this.stateOf(agentId), event, moment);
    this.after.set(agentId, step.state);
    for (const incident of step.closed) this.closed.set(incident.id, incident);
    this.told.push(...step.told);
  }

  /** What an act made of an agent's alerts; `closed` is set for one that is closed now. */
  put(state: AgentAlerts, closed: Incident | null): void {
    this.stateOf(state.agent_id);
    this.after.set(state.agent_id, state);
    if (closed !== null) this.closed.set(closed.id, closed);
  }

  write(key: string, value: Json | null): void {
    this.others.set(key, value);
  }

  /** A deleted agent is forgotten for good. */
  forget(agentId: string): void {
    this.take(agentId, { kind: 'retired' });
    this.after.set(agentId, noAlerts(agentId));
    const ofAgent = [...listClosed(this.deps.store), ...this.closed.values()];
    for (const { id, agent_id } of ofAgent) {
      if (agent_id !== agentId) continue;
      this.closed.delete(id);
      this.removed.add(id);
    }
  }

  /** To be committed with what caused them. */
  documents(): DocumentChanges {
    const documents = new Map<string, Json | null>(this.others);
    for (const [agentId, state] of this.after) {
      if (state === this.before.get(agentId)) continue;
      documents.set(alertKeys.agents + agentId, isBlank(state) ? null : asJson(state));
    }
    for (const id of this.removed) documents.set(alertKeys.closed + id, null);
    for (const incident of this.closed.values()) {
      documents.set(alertKeys.closed + incident.id, asJson(incident));
    }
    this.surplus = this.deps.alerts.closed.surplusWith(this.closed.keys());
    for (const id of this.surplus) documents.set(alertKeys.closed + id, null);
    return documents;
  }

  /** Only when durable. */
  publish(): void {
    const { alerts } = this.deps;
    alerts.closed.keep(this.closed.keys(), [...this.removed, ...this.surplus]);
    const stateOf = (incident: Incident) => this.after.get(incident.agent_id);
    const open = [...this.after.values()].flatMap((state) => this.changedOf(state));
    const closed = [...this.closed.values()].map((each) => alertOf(each, stateOf(each)));
    alerts.changed({ alerts: [...open, ...closed], removed: [...this.removed] });
    alerts.tell(this.told.map((each) => alertOf(each, stateOf(each))));
    for (const state of this.after.values()) alerts.followed(state);
  }

  private changedOf(state: AgentAlerts) {
    const before = this.before.get(state.agent_id);
    if (state === before) return [];
    const known = new Set((before?.open ?? []).map((each) => textOf(each, before)));
    return state.open
      .filter((each) => !known.has(textOf(each, state)))
      .map((each) => alertOf(each, state));
  }
}

function textOf(incident: Incident, state: AgentAlerts | undefined): string {
  return JSON.stringify(alertOf(incident, state));
}

/** These types hold nothing but JSON, which their interfaces cannot say. */
function asJson(value: AgentAlerts | Incident): Json {
  return value as unknown as Json;
}

/** What a mutation means for the alerts of its agent, in order. */
export function eventsOf(mutation: Mutation): AlertEvent[] {
  const { patch, point } = mutation;
  const { verdict, lifecycle } = patch;
  if (lifecycle === 'archived') return [{ kind: 'retired' }];
  if (lifecycle === 'paused') return [{ kind: 'paused' }];
  if (verdict === null) return [{ kind: 'reset' }];
  return verdict === undefined || point === undefined ? [] : [{ kind: 'judged', verdict }];
}
