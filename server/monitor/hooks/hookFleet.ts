import type { HookEventParams } from '../../../shared/hooks.ts';
import type { AgentFacts, Governed, Harness } from '../../../shared/model.ts';
import {
  agentIdOf,
  callKey,
  callsInFlight,
  describeBehaviour,
  factsOf,
  governedOf,
  newHookAgent,
  takeEvent,
  type HookAgent,
  type HookStep,
  type Moment,
  type Place,
} from './hookAgent.ts';

/** What rows show of an agent from its hooks. */
export interface HookShown {
  readonly harness: Harness;
  readonly place: Place;
  readonly isBusy: boolean;
  readonly lastEvent: string;
  readonly governed: Governed;
  readonly workspace: string | null;
  readonly facts: AgentFacts;
  /** What its calls are judged as, in words; empty when there is nothing to say. */
  readonly behaviour: string;
}

/** What an agent is to others. */
export interface Ties {
  /** What it calls itself in its own reports: both are one agent, shown under this id. */
  readonly linked: string | null;
  /** The agent that it works for, as a subagent. */
  readonly parent: string | null;
}

/** Events remembered to tell one that comes twice. */
const rememberedMax = 2_000;
const untied: Ties = { linked: null, parent: null };
/** Within this an event without any mark of its own is taken for the same. */
const sameWithinMs = 1_000;

/**
 * All agents known from hooks. Invariant: an agent that is linked is shown under the id it is linked
 * to and nowhere else, and no link leads to an agent that is linked itself. Ties outlive what else is
 * known of an agent: one that is over stays where it was shown, and is who it was when it comes back.
 */
export class HookFleet {
  private readonly agents = new Map<string, HookAgent>();
  private readonly ties = new Map<string, Ties>();
  /** Id that an agent calls itself -> its hook agents. */
  private readonly linked = new Map<string, Set<string>>();
  private readonly remembered = new Map<string, number>();

  get(agentId: string): HookAgent | undefined {
    return this.agents.get(agentId);
  }

  /** How many have not ended. */
  get liveCount(): number {
    let count = 0;
    for (const { place } of this.agents.values()) count += place === 'ended' ? 0 : 1;
    return count;
  }

  /** Whether the same event of the same program was taken already: several files may name our hook. */
  isRepeat(event: HookEventParams, { monotonicMs }: Moment): boolean {
    const { phase, call, stamp } = event;
    const mark = call?.id ?? stamp;
    const key = JSON.stringify([agentIdOf(event), phase, call && callKey(call), mark]);
    const beforeMs = this.remembered.get(key);
    this.remembered.delete(key);
    this.remembered.set(key, monotonicMs);
    const [oldest] = this.remembered.keys();
    if (this.remembered.size > rememberedMax && oldest !== undefined)
      this.remembered.delete(oldest);
    if (beforeMs === undefined) return false;
    return mark !== null || monotonicMs - beforeMs < sameWithinMs;
  }

  /** What an event makes of its agent; kept by `put`. */
  step(event: HookEventParams, moment: Moment): HookStep {
    const agentId = agentIdOf(event);
    const { linked } = this.tiesOf(agentId);
    const known = this.agents.get(agentId) ?? { ...newHookAgent(event, moment), linked };
    return takeEvent(known, event, moment);
  }

  put(agent: HookAgent): void {
    this.agents.set(agent.agent_id, agent);
    this.tie(agent.agent_id, agent);
  }

  /** Of one that is over nothing else is known. */
  tie(agentId: string, { linked, parent }: Ties): void {
    this.untie(agentId);
    if (linked === null && parent === null) return;
    this.ties.set(agentId, { linked, parent });
    if (linked === null) return;
    const partners = this.linked.get(linked) ?? new Set();
    this.linked.set(linked, partners.add(agentId));
  }

  /** It is over: all but its ties is dropped. */
  retire(agentId: string): void {
    this.agents.delete(agentId);
  }

  forget(agentId: string): void {
    this.untie(agentId);
    this.agents.delete(agentId);
  }

  /** Takes back `retire` and `forget`, unless the agent has begun anew. */
  restore(agentId: string, agent: HookAgent | undefined, ties: Ties): void {
    if (this.agents.has(agentId)) return;
    if (agent === undefined) this.tie(agentId, ties);
    else this.put(agent);
  }

  /** A pause was lifted: what led to it is not held against the agent once more. */
  resumed(agentId: string): void {
    for (const id of [agentId, ...this.partnersOf(agentId)]) {
      const agent = this.agents.get(id);
      if (agent !== undefined) this.agents.set(id, { ...agent, criticalRun: 0 });
    }
  }

  private untie(agentId: string): void {
    const linked = this.ties.get(agentId)?.linked ?? null;
    this.ties.delete(agentId);
    if (linked === null) return;
    const partners = this.linked.get(linked);
    partners?.delete(agentId);
    if (partners?.size === 0) this.linked.delete(linked);
  }

  tiesOf(agentId: string): Ties {
    return this.ties.get(agentId) ?? untied;
  }

  /** The subagents of this agent that have not ended. */
  childrenOf(agentId: string): HookAgent[] {
    return [...this.agents.values()].filter(
      ({ parent, place }) => parent === agentId && place !== 'ended',
    );
  }

  /** The id under which an agent is shown, and has its lifecycle. */
  shownId(agentId: string): string {
    return this.tiesOf(agentId).linked ?? agentId;
  }

  /** Whether one and the same agent reports in two ways, and this is one of them. */
  isLinked(agentId: string): boolean {
    return this.linked.has(agentId) || this.isHidden(agentId);
  }

  isHidden(agentId: string): boolean {
    return this.shownId(agentId) !== agentId;
  }

  /** The hook agents that are shown under this id besides itself. */
  partnersOf(agentId: string): readonly string[] {
    return [...(this.linked.get(agentId) ?? [])];
  }

  /** Those of them that have not ended: their health counts. */
  livePartnersOf(agentId: string): readonly string[] {
    return this.partnersOf(agentId).filter((id) => {
      const agent = this.agents.get(id);
      return agent !== undefined && agent.place !== 'ended';
    });
  }

  /** Null for agents that no hook reports of. */
  shown(agentId: string): HookShown | null {
    const agent = this.newestOf(agentId);
    if (agent === undefined) return null;
    return {
      harness: agent.harness,
      place: agent.place,
      isBusy: callsInFlight(agent) > 0,
      lastEvent: agent.lastEvent,
      governed: governedOf(agent),
      workspace: agent.workspace,
      facts: factsOf(agent),
      behaviour: agent.place === 'ended' ? '' : describeBehaviour(agent),
    };
  }

  /** Whom an agent is shown below. Null also for who is shown as the very agent that it works for. */
  shownParentOf(agentId: string): string | null {
    const { parent } = this.tiesOf(this.newestOf(agentId)?.agent_id ?? agentId);
    if (parent === null) return null;
    const shown = this.shownId(parent);
    return shown === this.shownId(agentId) ? null : shown;
  }

  private newestOf(agentId: string): HookAgent | undefined {
    // Most agents are no hook's, and are looked at with each check-in.
    if (!this.linked.has(agentId)) return this.agents.get(agentId);
    const ids = [agentId, ...this.partnersOf(agentId)];
    const agents = ids.flatMap((id) => this.agents.get(id) ?? []);
    return agents.sort((one, other) => other.lastEventMs - one.lastEventMs)[0];
  }
}
