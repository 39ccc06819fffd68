import { matchesGlob } from './glob.ts';
import type { AgentSettings, Policy } from './policy.ts';
import type { AnySection } from './policyNodes.ts';
import { policyTree } from './policyTree.ts';

type Values = Readonly<Record<string, unknown>>;

/** What is in force for one agent: the policy, and over it every entry that matches its id. */
export function settingsFor(policy: Policy, agentId: string): AgentSettings {
  const forAll: Values = { ...policy };
  let own = forAll;
  for (const { match, ...entry } of policy.agents) {
    if (matchesGlob(match, agentId)) own = overlay(policyTree, { own, entry, forAll });
  }
  return toSettings(own as unknown as Policy);
}

/** What is in force for agents that no entry matches: the same object for the same policy. */
export function settingsForAll(policy: Policy): AgentSettings {
  let settings = ofAll.get(policy);
  if (settings === undefined) ofAll.set(policy, (settings = toSettings(policy)));
  return settings;
}

const ofAll = new WeakMap<Policy, AgentSettings>();

function toSettings({ governance, health, alerts, liveness, hooks }: Policy): AgentSettings {
  return { profile: governance.profile, health, alerts, liveness, hooks };
}

interface Layers {
  /** What earlier entries made of the policy. */
  readonly own: Values;
  readonly entry: Values;
  /** The policy without any entry. */
  readonly forAll: Values;
}

/**
 * Invariant: whatever entries match, limits are in order. So a section whose keys have an order is
 * overridden as a whole: the reader has checked each entry over the policy, not over other entries.
 */
function overlay(tree: AnySection, { own, entry, forAll }: Layers): Values {
  const result: Record<string, unknown> = { ...(tree.order === null ? own : forAll) };
  for (const [name, value] of Object.entries(entry)) {
    const node = tree.keys[name];
    const within = (layer: Values): Values => layer[name] as Values;
    result[name] =
      node?.kind === 'section'
        ? overlay(node, { own: within(own), entry: within(entry), forAll: within(forAll) })
        : value;
  }
  return result;
}
