import { hookAgentId, type HookCall, type HookEventParams } from '../../../shared/hooks.ts';
import type { AgentFacts, Governed, Harness } from '../../../shared/model.ts';
import { addCall, initialFeatures, type FeatureState, type MeasuredCall } from './features.ts';
import { follow, initialLoopState, type LoopState } from './loops.ts';

/** What is known of an agent from its program's hooks. Never mutated: an event makes a new one. */
export interface HookAgent {
  readonly agent_id: string;
  readonly harness: Harness;
  /** The agent that it works for, as a subagent. */
  readonly parent: string | null;
  readonly workspace: string | null;
  /** What it calls itself in its own reports: both are one agent, shown under this id. */
  readonly linked: string | null;
  readonly place: Place;
  readonly loop: LoopState;
  readonly features: FeatureState;
  /** Of the newest finished call; null after a start of the sidecar. */
  readonly lastTool: string | null;
  /** Calls that a hook was asked about before they ran. */
  readonly receipts: number;
  /** Finished calls in a row that no hook was asked about. */
  readonly unasked: number;
  readonly inFlight: ReadonlyMap<string, CallInFlight>;
  /** Calls that a predecessor of this sidecar was asked about and that have not ended: which, nobody knows. */
  readonly askedEarlier: number;
  /** Critical check-ins in a row. */
  readonly criticalRun: number;
  /** Monotonic. */
  readonly lastEventMs: number;
  readonly lastEvent: string;
}

/** `waiting`: for a person, who is asked something or whose turn it is. */
export const places = ['working', 'waiting', 'ended'] as const;
export type Place = (typeof places)[number];

interface CallInFlight {
  readonly tool: string;
  readonly since: string;
}

export interface Moment {
  readonly monotonicMs: number;
  /** ISO 8601 */
  readonly at: string;
  /** Whether the tool is kept from running. */
  readonly isDenied: boolean;
}

export interface HookStep {
  readonly agent: HookAgent;
  /** A call has finished, or a turn: the agent is to be judged. */
  readonly isCheckIn: boolean;
}

/** As before the first event. */
export function newHookAgent(event: HookEventParams, { monotonicMs, at }: Moment): HookAgent {
  const { harness, session, subagent, workspace } = event;
  return {
    agent_id: agentIdOf(event),
    harness,
    parent: subagent === null ? null : hookAgentId(harness, session),
    workspace,
    linked: null,
    place: 'waiting',
    loop: initialLoopState,
    features: initialFeatures,
    lastTool: null,
    receipts: 0,
    unasked: 0,
    inFlight: new Map(),
    askedEarlier: 0,
    criticalRun: 0,
    lastEventMs: monotonicMs,
    lastEvent: at,
  };
}

export function agentIdOf({ harness, session, subagent }: HookEventParams): string {
  return hookAgentId(harness, subagent ?? session);
}

/** One event later. Pure. */
export function takeEvent(before: HookAgent, event: HookEventParams, moment: Moment): HookStep {
  const agent = { ...before, lastEventMs: moment.monotonicMs, lastEvent: moment.at };
  switch (event.phase) {
    case 'sessionStart':
      return { agent: settle(agent, 'waiting'), isCheckIn: false };
    case 'prompt':
    case 'subagentStart':
      return { agent: settle(agent, 'working'), isCheckIn: false };
    case 'before':
      return { agent: begin(agent, event.call, moment), isCheckIn: false };
    case 'after':
      return { agent: finish(agent, event.call, moment), isCheckIn: event.call !== null };
    case 'turnEnd':
      return { agent: settle(agent, placeAfter(agent, 'waiting')), isCheckIn: true };
    case 'waiting':
      return { agent: { ...agent, place: placeAfter(agent, 'waiting') }, isCheckIn: false };
    case 'subagentEnd':
    case 'sessionEnd':
      return { agent: settle(agent, 'ended'), isCheckIn: false };
    case 'other':
      return { agent, isCheckIn: false };
  }
}

/** Hooks of one program run side by side: what tells of an end may come before what went before it. */
function placeAfter({ place }: HookAgent, next: Place): Place {
  return place === 'ended' ? 'ended' : next;
}

/** Whatever was in flight has ended, also what no event told of: refused calls and invalid ones. */
export function settle(agent: HookAgent, place: Place): HookAgent {
  return { ...agent, place, inFlight: new Map(), askedEarlier: 0 };
}

function begin(agent: HookAgent, call: HookCall | null, { at, isDenied }: Moment): HookAgent {
  if (call === null) return agent;
  const receipts = agent.receipts + 1;
  if (isDenied) return { ...agent, receipts, unasked: 0 };
  const inFlight = new Map(agent.inFlight).set(callKey(call), { tool: call.tool, since: at });
  return { ...agent, place: 'working', receipts, unasked: 0, inFlight };
}

function finish(agent: HookAgent, call: HookCall | null, moment: Moment): HookAgent {
  if (call === null) return agent;
  const inFlight = new Map(agent.inFlight);
  const isKnown = inFlight.delete(callKey(call));
  const wasAsked = isKnown || agent.askedEarlier > 0;
  const measured = measure(call, moment.monotonicMs);
  const loop = follow(agent.loop, measured);
  return {
    ...agent,
    place: placeAfter(agent, 'working'),
    inFlight,
    askedEarlier: wasAsked && !isKnown ? agent.askedEarlier - 1 : agent.askedEarlier,
    lastTool: call.tool,
    unasked: wasAsked ? 0 : agent.unasked + 1,
    loop,
    features: addCall(agent.features, measured, loop),
  };
}

/** The harness's id of a call, else what it is: that is all that some programs tell. */
export function callKey({ id, tool, arguments_digest }: HookCall): string {
  return id ?? `${tool}\0${arguments_digest}`;
}

export function callsInFlight({ inFlight, askedEarlier }: HookAgent): number {
  return inFlight.size + askedEarlier;
}

function measure(call: HookCall, atMs: number): MeasuredCall {
  return {
    tool: call.tool,
    argumentsDigest: call.arguments_digest,
    resultDigest: call.result_digest,
    outcome: call.outcome ?? 'succeeded',
    isEdit: call.is_edit,
    isCommand: call.is_command,
    outputLength: call.result_length,
    atMs,
  };
}

export function factsOf(agent: HookAgent): AgentFacts {
  const { failureRun, nothingNewRun, callsSinceGoodEdit, repeating } = agent.loop.facts;
  const [longest] = [...agent.inFlight.values()].sort((a, b) => a.since.localeCompare(b.since));
  return {
    calls: agent.features.calls,
    receipts: agent.receipts,
    failure_run: failureRun,
    nothing_new_run: nothingNewRun,
    calls_since_good_edit: callsSinceGoodEdit,
    repeating,
    last_event: agent.lastEvent,
    in_flight: longest ?? null,
  };
}

/** One call that nobody was asked about may have begun before the hooks were there. */
const unaskedMax = 2;

export function governedOf(agent: HookAgent): Governed {
  if (agent.unasked >= unaskedMax) return 'ungoverned';
  return agent.receipts > 0 ? 'enforced' : 'advisory';
}

/** What its calls are judged as, for people; the rule and the tool, never what the tool was given. */
export function describeBehaviour({ loop, lastTool }: HookAgent): string {
  const { behaviour, facts } = loop;
  if (behaviour === 'none') return '';
  const { failureRun, nothingNewRun } = facts;
  const isFailing = failureRun >= nothingNewRun;
  const run = isFailing
    ? `${failureRun} failures in a row`
    : `${nothingNewRun} calls in a row without anything new`;
  const word = behaviour === 'stuck' ? 'Stuck' : 'Failing';
  return `${word}: ${run}${lastTool === null ? '' : `, the last of ${lastTool}`}.`;
}
