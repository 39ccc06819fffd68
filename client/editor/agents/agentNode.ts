import type { DetailView } from './presentDetails.ts';

/** Rows of the tree. Commands are called with one, and know its agent from it. */
export type AgentTreeNode = SectionNode | AgentNode | DetailNode | MoreNode;

export interface SectionNode {
  readonly kind: 'section';
  readonly key: string;
}

export interface AgentNode {
  readonly kind: 'agent';
  readonly agentId: string;
  /** Its group, or the agent that it works for. */
  readonly above: SectionNode | AgentNode;
}

export interface DetailNode {
  readonly kind: 'detail';
  readonly agentId: string;
  readonly above: AgentNode;
  readonly view: DetailView;
}

export interface MoreNode {
  readonly kind: 'more';
  readonly above: SectionNode | AgentNode;
  readonly count: number;
}

/** The same for the same row, whatever else is shown: VS Code keeps by it what is open and selected. */
export function nodeId(node: AgentTreeNode): string {
  switch (node.kind) {
    case 'section':
      return `group:${node.key}`;
    case 'agent':
      return `agent:${node.agentId}`;
    case 'detail':
      return `detail:${node.view.name}:${node.agentId}`;
    case 'more':
      return `more:${nodeId(node.above)}`;
  }
}
