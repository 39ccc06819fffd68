import { nodeId, type AgentNode, type AgentTreeNode, type SectionNode } from './agentNode.ts';

/** In a large fleet: so many rows of a group at first, and with each “more…”. */
const rowsAtFirst = 50;
const rowsMore = 500;

/** The nodes of the tree, kept: VS Code knows a row by the identity of its node. */
export class AgentNodes {
  private readonly sections = new Map<string, SectionNode>();
  private readonly agents = new Map<string, AgentNode>();
  /** How many rows below this node, where somebody asked for more. */
  private readonly mostBelow = new Map<string, number>();

  get(agentId: string): AgentNode | undefined {
    return this.agents.get(agentId);
  }

  section(key: string): SectionNode {
    const known = this.sections.get(key) ?? { kind: 'section', key };
    this.sections.set(key, known);
    return known;
  }

  /** @param isCrowded the fleet is large: of a long list the first ones are shown. */
  below(
    above: SectionNode | AgentNode,
    agentIds: readonly string[],
    isCrowded: boolean,
  ): AgentTreeNode[] {
    const most = isCrowded ? (this.mostBelow.get(nodeId(above)) ?? rowsAtFirst) : agentIds.length;
    const nodes = agentIds.slice(0, most).map((id) => this.agent(id, above));
    const count = agentIds.length - nodes.length;
    return count === 0 ? nodes : [...nodes, { kind: 'more', above, count }];
  }

  /** Somebody wants to see what a “more…” stands for. */
  showMore(nodeKey: string): void {
    this.mostBelow.set(nodeKey, (this.mostBelow.get(nodeKey) ?? rowsAtFirst) + rowsMore);
  }

  /** Forgets the agents that are gone. */
  keep(isThere: (agentId: string) => boolean): void {
    for (const id of this.agents.keys()) if (!isThere(id)) this.agents.delete(id);
  }

  private agent(agentId: string, above: SectionNode | AgentNode): AgentNode {
    const known = this.agents.get(agentId);
    if (known?.above === above) return known;
    const node: AgentNode = { kind: 'agent', agentId, above };
    this.agents.set(agentId, node);
    return node;
  }
}
