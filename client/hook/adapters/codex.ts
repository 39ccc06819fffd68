import { denyBySpecificOutput, resultText, type Adapter, type Ending } from './adapter.ts';
import { textOf, valueOf, type Fields } from './fields.ts';

/**
 * Proved with Codex 0.169.0. A command's exit code is not in the event: a failing command counts as a
 * result like any other, so that only its repetition is noticed.
 */
export const codex: Adapter = {
  phases: {
    SessionStart: 'sessionStart',
    UserPromptSubmit: 'prompt',
    PreToolUse: 'before',
    PostToolUse: 'after',
    PermissionRequest: 'waiting',
    Stop: 'turnEnd',
    SubagentStart: 'subagentStart',
    SubagentStop: 'subagentEnd',
    SessionEnd: 'sessionEnd',
  },
  edits: ['apply_patch'],
  commands: ['Bash'],
  ending,
  deny: denyBySpecificOutput,
};

const failedPatch = /^Exit code: [1-9]/;

function ending(_event: string, fields: Fields): Ending {
  const result = resultText(valueOf(fields, 'tool_response'));
  const failed = textOf(fields, 'tool_name') === 'apply_patch' && failedPatch.test(result);
  return { outcome: failed ? 'failed' : 'succeeded', result };
}
