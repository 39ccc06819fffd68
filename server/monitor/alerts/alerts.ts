import type { AlertKind } from '../../../shared/alerts.ts';
import type { Health, Reason, Verdict } from '../../../shared/model.ts';
import type { AlertTrigger } from '../../../shared/policy/policy.ts';
import {
  openOf,
  toldKey,
  type AgentAlerts,
  type AlertSettings,
  type Incident,
} from './alertState.ts';
import { stalledAfterMs } from '../stallWatch.ts';

/**
 * What becomes of an agent's alerts: state in, event in, state and effects out. Pure. Invariant: at
 * most one incident of a kind is open, and one of health closes only after `closes_after` healthy
 * updates in a row, or with what it was about (a reset, an end).
 */

export type AlertEvent =
  | { readonly kind: 'judged'; readonly verdict: Judged }
  /** No check-in for so long, while there should have been one. */
  | { readonly kind: 'silent'; readonly silentMs: number }
  /** It should go on, and did nothing for so long. */
  | { readonly kind: 'stalled'; readonly quietMs: number }
  /** Its process ended without a goodbye. */
  | { readonly kind: 'gone' }
  /** Its session ended in order. */
  | { readonly kind: 'left' }
  | { readonly kind: 'paused' }
  /** Its model begins anew. */
  | { readonly kind: 'reset' }
  /** Archived or deleted: nothing more will come. */
  | { readonly kind: 'retired' }
  | { readonly kind: 'snoozeOver' };

export type Judged = Pick<Verdict, 'health' | 'health_message' | 'reasons'>;

export interface Moment {
  readonly wallMs: number;
  /** The same as ISO 8601. */
  readonly at: string;
  readonly settings: AlertSettings;
  readonly newId: () => string;
}

export interface AlertStep {
  readonly state: AgentAlerts;
  /** What closed in this step, recoveries included. */
  readonly closed: readonly Incident[];
  /** What somebody is to be told of. */
  readonly told: readonly Incident[];
}

export function stepAlerts(before: AgentAlerts, event: AlertEvent, moment: Moment): AlertStep {
  const draft: Draft = { moment, state: before, closed: [], told: [] };
  apply(draft, event);
  change(draft, { told: withinCooldown(draft.state.told, moment) });
  return { state: draft.state, closed: draft.closed, told: draft.told };
}

interface Draft {
  readonly moment: Moment;
  state: AgentAlerts;
  readonly closed: Incident[];
  readonly told: Incident[];
}

function apply(draft: Draft, event: AlertEvent): void {
  switch (event.kind) {
    case 'judged':
      judge(draft, event.verdict);
      break;
    case 'silent':
      open(draft, 'silence', silenceFound(event.silentMs, draft.moment.settings));
      break;
    case 'stalled':
      open(draft, 'stall', stallFound(event.quietMs));
      break;
    case 'gone':
      open(draft, 'death', deathFound);
      break;
    case 'left':
      change(draft, { left: true });
      close(draft, 'silence');
      close(draft, 'stall');
      break;
    case 'paused':
      close(draft, 'silence');
      close(draft, 'stall');
      break;
    case 'reset':
      close(draft, 'health');
      change(draft, noStreak);
      break;
    case 'retired':
      retire(draft);
      break;
    case 'snoozeOver':
      remind(draft);
      break;
  }
}

/** A check-in: the agent is there, and this well. */
function judge(draft: Draft, verdict: Judged): void {
  change(draft, { left: false });
  recover(draft, 'silence', 'it checked in again');
  recover(draft, 'stall', 'it went on');
  recover(draft, 'death', 'it checked in again');
  const incident = openOf(draft.state, 'health');
  if (verdict.health === 'healthy') calmDown(draft, incident);
  else worsen(draft, incident, verdict);
}

function calmDown(draft: Draft, incident: Incident | undefined): void {
  const { closes_after } = draft.moment.settings;
  const healthy = incident === undefined ? 0 : draft.state.healthy_in_a_row + 1;
  const isOver = incident !== undefined && healthy >= closes_after;
  change(draft, { ...noStreak, healthy_in_a_row: isOver ? 0 : healthy });
  if (isOver) recover(draft, 'health', `it was healthy ${closes_after} times in a row`);
}

function worsen(draft: Draft, incident: Incident | undefined, verdict: Judged): void {
  count(draft, verdict.health);
  const level = levelReached(draft);
  if (level === null || incident?.level === 'critical') return;
  change(draft, noStreak);
  const found = { level, reasons: kept(verdict.reasons), message: verdict.health_message };
  if (incident === undefined) open(draft, 'health', found);
  else raise(draft, incident, found);
}

const noStreak = { bad_in_a_row: 0, critical_in_a_row: 0, healthy_in_a_row: 0 };

/** Counts no further than it matters, so that an agent that stays ill changes nothing. */
function count(draft: Draft, health: Health): void {
  const { degraded_after, critical_after } = draft.moment.settings;
  const { bad_in_a_row, critical_in_a_row } = draft.state;
  const level = openOf(draft.state, 'health')?.level;
  const isCritical = health === 'critical' && level !== 'critical';
  change(draft, {
    healthy_in_a_row: 0,
    bad_in_a_row: level === undefined ? Math.min(degraded_after, bad_in_a_row + 1) : 0,
    critical_in_a_row: isCritical ? Math.min(critical_after, critical_in_a_row + 1) : 0,
  });
}

function levelReached({ state, moment }: Draft): Health | null {
  const { critical_after, degraded_after } = moment.settings;
  const isCritical = state.critical_in_a_row >= critical_after;
  if (isCritical && isWanted(moment, 'critical')) return 'critical';
  const isDegraded = state.bad_in_a_row >= degraded_after;
  return isDegraded && isWanted(moment, 'degraded') ? 'degraded' : null;
}

function isWanted({ settings }: Moment, trigger: AlertTrigger): boolean {
  return settings.kinds.includes(trigger);
}

type Found = Pick<Incident, 'level' | 'reasons' | 'message'>;

/** More reasons than any verdict has; documents are bounded. */
const mostReasons = 12;

function kept(reasons: readonly Reason[]): readonly Reason[] {
  return reasons.slice(0, mostReasons);
}

const deathFound: Found = {
  level: 'degraded',
  reasons: [{ name: 'process_gone', value: 1, share: 1, threshold: null }],
  message: 'Gone: its process ended without a goodbye.',
};

function silenceFound(silentMs: number, { silent_after_ms }: AlertSettings): Found {
  const [value, threshold] = [silentMs, silent_after_ms].map((ms) => Math.round(ms / 1_000));
  return {
    level: 'degraded',
    reasons: [{ name: 'silence', value: value ?? 0, share: 1, threshold: threshold ?? 0 }],
    message: `Silent: no check-in for ${describeSpan(silentMs)}.`,
  };
}

function stallFound(quietMs: number): Found {
  const value = Math.round(quietMs / 1_000);
  return {
    level: 'degraded',
    reasons: [{ name: 'stall', value, share: 1, threshold: stalledAfterMs / 1_000 }],
    message: `Stalled: no tool runs, nobody is asked, and nothing came for ${describeSpan(quietMs)}.`,
  };
}

function describeSpan(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`;
}

function open(draft: Draft, kind: AlertKind, found: Found): void {
  const { state, moment } = draft;
  if (openOf(state, kind) !== undefined) return;
  if (kind !== 'health' && (kind === 'recovery' || !isWanted(moment, kind))) return;
  const { agent_id } = state;
  const incident = { id: moment.newId(), agent_id, kind, opened: moment.at, ...found };
  change(draft, { open: [...state.open, incident] });
  tell(draft, incident);
}

/** What was acknowledged was less than this. */
function raise(draft: Draft, incident: Incident, found: Found): void {
  const { acknowledged: _acknowledged, false_alarm: _falseAlarm, ...rest } = incident;
  const raised = { ...rest, ...found };
  const { open: all } = draft.state;
  change(draft, { open: all.map((each) => (each.id === incident.id ? raised : each)) });
  tell(draft, raised);
}

function close(draft: Draft, kind: AlertKind): void {
  const { state, moment } = draft;
  const incident = openOf(state, kind);
  if (incident === undefined) return;
  change(draft, { open: state.open.filter(({ id }) => id !== incident.id) });
  draft.closed.push({ ...incident, closed: moment.at });
}

/** Closes because the agent is well again, and says so. */
function recover(draft: Draft, kind: AlertKind, why: string): void {
  const { moment } = draft;
  const incident = openOf(draft.state, kind);
  if (incident === undefined) return;
  close(draft, kind);
  if (!isWanted(moment, 'recovery')) return;
  draft.closed.push({
    id: moment.newId(),
    agent_id: incident.agent_id,
    kind: 'recovery',
    level: 'healthy',
    opened: moment.at,
    closed: moment.at,
    reasons: [],
    message: `Recovered: ${why}.`,
    ends: incident.id,
  });
}

function retire(draft: Draft): void {
  for (const { kind } of draft.state.open) close(draft, kind);
  const told = Object.keys(draft.state.told).length === 0 ? draft.state.told : {};
  change(draft, { ...noStreak, told, snoozed_until: null, left: false });
}

/** What is still open when a snooze is over is told again, unless somebody has seen to it. */
function remind(draft: Draft): void {
  change(draft, { snoozed_until: null });
  if (isMuted(draft)) return;
  for (const incident of draft.state.open) {
    if (incident.acknowledged === undefined) note(draft, incident);
  }
}

function tell(draft: Draft, incident: Incident): void {
  const { state, moment } = draft;
  const isCooling = toldKey(incident) in withinCooldown(state.told, moment);
  if (isCooling || isMuted(draft) || isSnoozed(draft)) return;
  note(draft, incident);
}

function note(draft: Draft, incident: Incident): void {
  const { state, moment } = draft;
  change(draft, { told: { ...state.told, [toldKey(incident)]: moment.wallMs } });
  draft.told.push(incident);
}

function isMuted({ state, moment }: Draft): boolean {
  return state.muted || moment.settings.muted;
}

function isSnoozed({ state, moment }: Draft): boolean {
  return state.snoozed_until !== null && state.snoozed_until > moment.at;
}

/** A time ahead of now means that the wall clock was set back: it says nothing any more. */
function withinCooldown(told: AgentAlerts['told'], moment: Moment): AgentAlerts['told'] {
  const { wallMs, settings } = moment;
  const isRecent = (at: number): boolean => at <= wallMs && wallMs - at < settings.cooldown_ms;
  const all = Object.entries(told);
  const recent = all.filter(([, at]) => isRecent(at));
  return recent.length === all.length ? told : Object.fromEntries(recent);
}

/** A state that nothing changes stays the same object: then there is nothing to write. */
function change(draft: Draft, fields: Partial<AgentAlerts>): void {
  const { state } = draft;
  const names = Object.keys(fields) as (keyof AgentAlerts)[];
  if (names.some((name) => fields[name] !== state[name])) draft.state = { ...state, ...fields };
}
