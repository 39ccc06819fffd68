import { resultText, type Adapter, type Ending } from './adapter.ts';
import { fieldsOf, valueOf, type Fields } from './fields.ts';

/** Proved with Gemini CLI 0.61.0. */
export const gemini: Adapter = {
  phases: {
    SessionStart: 'sessionStart',
    BeforeAgent: 'prompt',
    BeforeTool: 'before',
    AfterTool: 'after',
    Notification: 'waiting',
    AfterAgent: 'turnEnd',
    SessionEnd: 'sessionEnd',
  },
  edits: ['write_file', 'replace'],
  commands: ['run_shell_command'],
  ending,
  deny: (_event, reason) => ({ decision: 'deny', reason }),
};

/** At the end of what a shell command printed; what the model reads has it, and nothing else has. */
const exitCode = /\nExit Code: (?!0\b)-?\d+\n(?:[^\n]*\n?){0,4}$/;

function ending(_event: string, fields: Fields): Ending {
  const response = fieldsOf(valueOf(fields, 'tool_response'));
  const result = resultText(response['llmContent']);
  const failed = exitCode.test(result.slice(-500)) || valueOf(response, 'error') !== null;
  return { outcome: failed ? 'failed' : 'succeeded', result };
}
