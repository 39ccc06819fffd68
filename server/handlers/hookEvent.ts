import { timestamp } from '../../shared/clock.ts';
import { denialOf, type HookAnswer, type HookEventParams } from '../../shared/hooks.ts';
import type { AgentRecord } from '../../shared/model.ts';
import { measuredDrift } from '../monitor/hooks/features.ts';
import {
  agentIdOf,
  describeBehaviour,
  settle,
  type HookAgent,
  type Moment,
} from '../monitor/hooks/hookAgent.ts';
import type { Mutation } from '../store/port.ts';
import { AlertTurn } from './commit/alertTurn.ts';
import { arrivalMutation, assessedMutation } from './checkIn.ts';
import type { Deps } from './deps.ts';
import { isEnded } from './endedAgents.ts';
import { documentsOf } from './commit/hookDocuments.ts';
import { pauseByPolicy } from './policyPause.ts';
import { commitTurn, commitWatched, tellHooks } from './commit/watchedCommit.ts';

/**
 * Takes one event of an agent's program: whether its tool may run, and what the event makes of the
 * agent. Answered when it is kept.
 * @throws WatchstanderError UNAVAILABLE, FENCED.
 */
export async function hookEvent(deps: Deps, event: HookEventParams): Promise<HookAnswer> {
  const { clock, hooks } = deps;
  const agent_id = agentIdOf(event);
  const denied = event.phase === 'before' ? denialFor(deps, event) : null;
  const moment: Moment = {
    monotonicMs: clock.monotonicMs(),
    at: timestamp(clock),
    isDenied: denied !== null,
  };
  if (hooks.fleet.isRepeat(event, moment)) {
    const receipts = hooks.fleet.get(agent_id)?.receipts ?? 0;
    return { agent_id, denied, receipts, duplicate: true };
  }
  const before = hooks.fleet.get(agent_id);
  const { agent: stepped, isCheckIn } = hooks.fleet.step(event, moment);
  const agent = link(deps, stepped, event);
  hooks.fleet.put(agent);
  hooks.followed(agent);
  await keep(deps, { event, before, agent, isCheckIn });
  return { agent_id, denied, receipts: agent.receipts, duplicate: false };
}

/** Why the tool must not run: its agent is paused, or the one that it works for. */
function denialFor(deps: Deps, event: HookEventParams): string | null {
  const { fleet } = deps.hooks;
  const own = agentIdOf(event);
  const ids = [own, agentIdOf({ ...event, subagent: null })].map((id) => fleet.shownId(id));
  for (const id of ids) {
    const record = deps.store.read(id);
    if (record?.lifecycle !== 'paused') continue;
    return denialOf(id, record.paused?.by ?? 'person', record.paused?.reason ?? null);
  }
  return null;
}

/** A report that succeeded under an id of its own choice makes the two one agent, for good. */
function link(deps: Deps, agent: HookAgent, event: HookEventParams): HookAgent {
  const { reports_as, phase, call } = event;
  const isReport = phase === 'after' && call?.outcome === 'succeeded' && reports_as !== null;
  if (!isReport || reports_as === agent.linked || reports_as === agent.agent_id) return agent;
  const { fleet } = deps.hooks;
  const isKnown = deps.store.draft(reports_as) !== undefined;
  // What is shown under its own hooks' id stays there: links lead to one place only.
  const isTaken = fleet.get(reports_as) !== undefined || fleet.isHidden(reports_as);
  if (!isKnown || isTaken) return agent;
  return { ...agent, linked: reports_as };
}

interface Happened {
  readonly event: HookEventParams;
  readonly before: HookAgent | undefined;
  readonly agent: HookAgent;
  readonly isCheckIn: boolean;
}

async function keep(deps: Deps, happened: Happened): Promise<void> {
  const { agent, before } = happened;
  const mutation = happened.isCheckIn ? checkInOf(deps, happened) : arrivalOf(deps, happened);
  const isLinked = agent.linked !== (before?.linked ?? null);
  const isMoved = agent.place !== before?.place;
  // A successor is told of the call's end, and has to know that it was asked about.
  const isAsked = agent.receipts !== before?.receipts;
  if (mutation !== null) await commitCheckIn(deps, agent, mutation);
  else if (before !== undefined && (isMoved || isLinked || isAsked)) await commitPlace(deps, agent);
  if (isLinked) await tellHooks(deps, [agent.agent_id]);
  if (happened.event.phase === 'sessionEnd') await endChildren(deps, agent);
  deps.hooks.rowsChanged([agent.agent_id, deps.hooks.fleet.shownId(agent.agent_id)]);
}

/** The first tool may run for long: its agent can be seen and paused meanwhile. */
function arrivalOf(deps: Deps, { event, agent }: Happened): Mutation | null {
  const isKnown = deps.store.draft(agent.agent_id) !== undefined;
  return event.phase !== 'before' || isKnown ? null : arrivalMutation(deps, agent);
}

/** Null while the agent takes no check-ins. */
function checkInOf(deps: Deps, { agent }: Happened): Mutation | null {
  const { agent_id, loop, features, harness, workspace } = agent;
  const record = deps.store.draft(agent_id);
  const shown = deps.store.draft(deps.hooks.fleet.shownId(agent_id));
  if ([record, shown].some((each) => each !== undefined && !takesCheckIns(each))) return null;
  const input = {
    parameters: features.values,
    ethical_drift: measuredDrift,
    text: { code_points: 0, keyword_hits: 0 },
    behaviour: loop.behaviour,
  };
  const mutation = assessedMutation(deps, record, { agent_id, input, harness, workspace });
  return withBehaviour(mutation, describeBehaviour(agent));
}

function takesCheckIns(record: AgentRecord): boolean {
  return record.lifecycle === 'active' || isEnded(record);
}

/** So that its alerts say it, too. */
function withBehaviour({ patch, ...mutation }: Mutation, behaviour: string): Mutation {
  const { verdict } = patch;
  if (behaviour === '' || verdict === undefined || verdict === null) return { ...mutation, patch };
  const health_message = `${verdict.health_message} ${behaviour}`;
  return { ...mutation, patch: { ...patch, verdict: { ...verdict, health_message } } };
}

async function commitCheckIn(deps: Deps, agent: HookAgent, mutation: Mutation): Promise<void> {
  const isCritical = mutation.patch.verdict?.health === 'critical';
  const judged = { ...agent, criticalRun: isCritical ? agent.criticalRun + 1 : 0 };
  deps.hooks.fleet.put(judged);
  const documents = documentsOf(judged, 'active', deps.clock);
  await commitWatched(deps, [mutation], { documents });
  await pauseByPolicy(deps, judged);
}

/** Where an agent is now outlives this process: its end is no silence of it afterwards. */
async function commitPlace(deps: Deps, agent: HookAgent): Promise<void> {
  const { agent_id, place } = agent;
  const turn = new AlertTurn(deps);
  const lifecycle = deps.store.draft(agent_id)?.lifecycle;
  for (const written of documentsOf(agent, lifecycle, deps.clock)) turn.write(...written);
  const shownId = deps.hooks.fleet.shownId(agent_id);
  // Its incidents go on under the id it is shown under.
  if (shownId !== agent_id) turn.take(agent_id, { kind: 'retired' });
  if (place === 'ended' && isAtWork(deps.store.draft(shownId)))
    turn.take(shownId, { kind: 'left' });
  await commitTurn(deps, turn);
}

async function endChildren(deps: Deps, agent: HookAgent): Promise<void> {
  for (const { agent_id } of deps.hooks.fleet.childrenOf(agent.agent_id)) {
    // As it is by now: its own events came while the one before it was stored.
    const child = deps.hooks.fleet.get(agent_id);
    if (child === undefined) continue;
    const ended = settle(child, 'ended');
    deps.hooks.fleet.put(ended);
    deps.hooks.followed(ended);
    await commitPlace(deps, ended);
    deps.hooks.rowsChanged([ended.agent_id]);
  }
}

function isAtWork(record: AgentRecord | undefined): boolean {
  return record?.lifecycle === 'active';
}
