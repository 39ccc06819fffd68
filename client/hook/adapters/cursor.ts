import { outcomeOfError, resultText, type Adapter, type Ending } from './adapter.ts';
import { textOf, valueOf, type Fields } from './fields.ts';

/** From Cursor's documentation only; no run of it is among the tests. */
export const cursor: Adapter = {
  phases: {
    sessionStart: 'sessionStart',
    beforeSubmitPrompt: 'prompt',
    preToolUse: 'before',
    postToolUse: 'after',
    postToolUseFailure: 'after',
    stop: 'turnEnd',
    subagentStart: 'subagentStart',
    subagentStop: 'subagentEnd',
    sessionEnd: 'sessionEnd',
  },
  edits: ['Write', 'Edit', 'StrReplace', 'Delete', 'EditNotebook'],
  commands: ['Shell'],
  ending,
  deny: (_event, reason) => ({
    permission: 'deny',
    user_message: reason,
    agent_message: reason,
  }),
};

function ending(event: string, fields: Fields): Ending {
  if (event === 'postToolUseFailure') {
    const result = textOf(fields, 'error_message', 'error') ?? '';
    if (fields['is_interrupt'] === true) return { outcome: 'interrupted', result };
    const isDenied = fields['failure_type'] === 'permission_denied';
    return { outcome: isDenied ? 'rejected' : outcomeOfError(result), result };
  }
  return { outcome: 'succeeded', result: resultText(valueOf(fields, 'tool_output')) };
}
