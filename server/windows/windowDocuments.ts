import type {
  CodeAction,
  CompletionItem,
  FormattingOptions,
  Hover,
  Position,
  Range,
  TextEdit,
} from 'vscode-languageserver';
import type { AgentDocuments } from '../language/agentDocuments.ts';
import type { PolicyDocuments } from '../language/policyDocuments.ts';
import type { OpenDocuments } from '../socket/windowLine.ts';

/** What a window is answered about documents: each is the business of one of the two. */
export class WindowDocuments implements OpenDocuments {
  private readonly policy: PolicyDocuments;
  private readonly agents: AgentDocuments;

  constructor(policy: PolicyDocuments, agents: AgentDocuments) {
    this.policy = policy;
    this.agents = agents;
  }

  opened(uri: string, text: string): void {
    this.policy.opened(uri, text);
  }

  closed(uri: string): void {
    this.policy.closed(uri);
  }

  hover(uri: string, position: Position): Hover | null {
    return this.agents.hover(uri, position) ?? this.policy.hover(uri, position);
  }

  complete(uri: string, position: Position): CompletionItem[] {
    return this.policy.complete(uri, position);
  }

  fix(uri: string, range: Range): CodeAction[] {
    return [...this.agents.fix(uri, range), ...this.policy.fix(uri, range)];
  }

  format(uri: string, options: FormattingOptions): TextEdit[] {
    return this.policy.format(uri, options);
  }
}
