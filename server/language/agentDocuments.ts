import type { CodeAction, Hover, Position, Range } from 'vscode-languageserver';
import type { AgentRecord } from '../../shared/model.ts';
import { actOnAgent } from './agentActions.ts';
import { diagnosticsOf } from './agentDiagnostics.ts';
import { agentIdOf } from './agentDocument.ts';
import { hoverAgent, type Judging } from './agentHover.ts';

/** What is known of an agent at this moment, as the policy in force sees it. */
export interface AgentSource {
  /** Null for an agent that is not there. */
  agent(agentId: string): AgentRecord | null;
  judging(agentId: string): Judging;
  /** Its open alert that nobody has acknowledged; null when there is none. */
  unattendedAlert(agentId: string): string | null;
}

/** What a window asks about agents' pages; it never sends their text, which comes from here. */
export class AgentDocuments {
  private readonly source: AgentSource;

  constructor(source: AgentSource) {
    this.source = source;
  }

  hover(uri: string, { line }: Position): Hover | null {
    const record = this.agentAt(uri);
    if (record === null) return null;
    return hoverAgent(record, line, this.source.judging(record.agent_id));
  }

  fix(uri: string, range: Range): CodeAction[] {
    const record = this.agentAt(uri);
    if (record === null) return [];
    const diagnostics = diagnosticsOf(record, this.source.judging(record.agent_id).health);
    const alertId = this.source.unattendedAlert(record.agent_id);
    return actOnAgent({ record, diagnostics, alertId }, range);
  }

  private agentAt(uri: string): AgentRecord | null {
    const agentId = agentIdOf(uri);
    return agentId === null ? null : this.source.agent(agentId);
  }
}
