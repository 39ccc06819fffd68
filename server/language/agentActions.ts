import {
  CodeActionKind,
  type CodeAction,
  type Diagnostic,
  type Range,
} from 'vscode-languageserver';
import type { AgentRecord } from '../../shared/model.ts';

/** What can be done about an agent from its page or from Problems. */
export interface ActionSubject {
  readonly record: AgentRecord;
  readonly diagnostics: readonly Diagnostic[];
  /** Its open alert that nobody has acknowledged. */
  readonly alertId: string | null;
}

/** Commands of the window; those about a problem are offered as its fixes. */
export function actOnAgent(
  { record, diagnostics, alertId }: ActionSubject,
  at: Range,
): CodeAction[] {
  const { agent_id, lifecycle } = record;
  const meant = diagnostics.filter(({ range }) => isAcross(range, at));
  const signals = meant.map(({ code }) => String(code));
  const isActive = lifecycle === 'active';
  const lifecycleAct = isActive
    ? act('Pause this agent…', 'watchstander.pauseAgent', agent_id)
    : act('Resume this agent', 'watchstander.resumeAgent', agent_id);
  const acts = [
    lifecycleAct,
    ...(alertId === null
      ? []
      : [act('Acknowledge its alert', 'watchstander.acknowledgeAlert', alertId)]),
    act('Show its history', 'watchstander.openDashboard', agent_id),
    ...signals.map((signal) =>
      act(`Open the policy at health.${signal}`, 'watchstander.openPolicy', `health.${signal}`),
    ),
  ];
  return acts.map((action) => (meant.length === 0 ? action : { ...action, diagnostics: meant }));
}

function act(title: string, command: string, argument: string): CodeAction {
  const kind = CodeActionKind.QuickFix;
  return { title, kind, command: { title, command, arguments: [argument] } };
}

function isAcross(one: Range, other: Range): boolean {
  return one.start.line <= other.end.line && other.start.line <= one.end.line;
}
