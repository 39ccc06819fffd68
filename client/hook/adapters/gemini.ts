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

/** Among the last lines of what the model reads of a shell command, and nowhere else. */
const exitCode = /^Exit Code: (?!0$)-?\d+$/;
const lastLines = 6;

function ending(_event: string, fields: Fields): Ending {
  const response = fieldsOf(valueOf(fields, 'tool_response'));
  const result = resultText(response['llmContent']);
  const ends = result.slice(-500).split('\n').slice(1).slice(-lastLines, -1);
  const failed = ends.some((line) => exitCode.test(line)) || valueOf(response, 'error') !== null;
  return { outcome: failed ? 'failed' : 'succeeded', result };
}
