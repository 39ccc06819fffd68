import {
  denyBySpecificOutput,
  outcomeOfError,
  resultText,
  type Adapter,
  type Ending,
} from './adapter.ts';
import { claudeCode } from './claudeCode.ts';
import { fieldsOf, textOf, valueOf, type Fields } from './fields.ts';

/**
 * Copilot CLI, proved with 1.0.102: camelCase, and no event name on stdin. Copilot in VS Code, from
 * its documentation only: Claude Code's event names and answers, with tools of its own.
 */
export const copilot: Adapter = {
  phases: {
    ...claudeCode.phases,
    sessionStart: 'sessionStart',
    userPromptSubmitted: 'prompt',
    preToolUse: 'before',
    postToolUse: 'after',
    postToolUseFailure: 'after',
    permissionRequest: 'waiting',
    notification: 'waiting',
    agentStop: 'turnEnd',
    subagentStart: 'subagentStart',
    subagentStop: 'subagentEnd',
    sessionEnd: 'sessionEnd',
  },
  edits: [
    ...['create', 'edit', 'str_replace', 'apply_patch'],
    ...['create_file', 'editFiles', 'insert_edit_into_file', 'edit_notebook_file'],
    ...['replace_string_in_file', 'multi_replace_string_in_file'],
  ],
  commands: ['bash', 'powershell', 'run_in_terminal', 'runTerminalCommand'],
  ending,
  deny: (event, reason) =>
    event in claudeCode.phases
      ? denyBySpecificOutput(event, reason)
      : { permissionDecision: 'deny', permissionDecisionReason: reason },
};

const exitCode = /completed with exit code (?!0\b)-?\d+>?\s*$/;

function ending(event: string, fields: Fields): Ending {
  if (event === 'postToolUseFailure') {
    const result = resultText(valueOf(fields, 'error'));
    return { outcome: outcomeOfError(result), result };
  }
  const response = valueOf(fields, 'toolResult', 'tool_response');
  const { resultType } = fieldsOf(response);
  const result = textOf(fieldsOf(response), 'textResultForLlm') ?? resultText(response);
  if (resultType === 'rejected' || resultType === 'denied') return { outcome: 'rejected', result };
  const failed = resultType === 'failure' || exitCode.test(result.slice(-200));
  return { outcome: failed ? 'failed' : 'succeeded', result };
}
