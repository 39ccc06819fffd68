import {
  denyBySpecificOutput,
  outcomeOfError,
  resultText,
  type Adapter,
  type Ending,
} from './adapter.ts';
import { fieldsOf, textOf, valueOf, type Fields } from './fields.ts';

/** Proved with Claude Code 2.1.197. */
export const claudeCode: Adapter = {
  phases: {
    SessionStart: 'sessionStart',
    UserPromptSubmit: 'prompt',
    PreToolUse: 'before',
    PostToolUse: 'after',
    PostToolUseFailure: 'after',
    PermissionRequest: 'waiting',
    Notification: 'waiting',
    Elicitation: 'waiting',
    Stop: 'turnEnd',
    StopFailure: 'turnEnd',
    SubagentStart: 'subagentStart',
    SubagentStop: 'subagentEnd',
    SessionEnd: 'sessionEnd',
  },
  edits: ['Edit', 'Write', 'MultiEdit', 'NotebookEdit'],
  commands: ['Bash', 'PowerShell'],
  ending,
  deny: denyBySpecificOutput,
};

function ending(event: string, fields: Fields): Ending {
  if (event === 'PostToolUseFailure') {
    const result = textOf(fields, 'error') ?? '';
    const isInterrupted = fields['is_interrupt'] === true;
    return { outcome: isInterrupted ? 'interrupted' : outcomeOfError(result), result };
  }
  const response = valueOf(fields, 'tool_response');
  const isInterrupted = fieldsOf(response)['interrupted'] === true;
  return { outcome: isInterrupted ? 'interrupted' : 'succeeded', result: resultText(response) };
}
