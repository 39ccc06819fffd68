import { join } from 'node:path';
import { mcpName, type Harness } from '../harness.ts';
import { folderOf, mcpCommand, type Place } from '../place.ts';
import { reasonIf, textIn } from './answers.ts';
import { hookGroups, type HookEvents } from './hookGroups.ts';

const events: HookEvents = {
  SessionStart: null,
  BeforeAgent: null,
  BeforeTool: '.*',
  AfterTool: '.*',
  AfterAgent: null,
  Notification: null,
  SessionEnd: null,
};

/** Measured with 0.61.0. */
export const gemini: Harness = {
  id: 'gemini',
  name: 'Gemini CLI',
  programs: ['gemini'],
  tested: true,
  folder: geminiFolder,
  files: (place, scope) => [
    {
      path: join(
        scope === 'user' ? geminiFolder(place) : join(place.project, '.gemini'),
        'settings.json',
      ),
      holds: 'MCP server and hooks',
      format: 'json',
      entries: [
        { kind: 'server', at: ['mcpServers'], key: mcpName, value: mcpCommand(place) },
        ...hookGroups(place, 'gemini', events),
      ],
    },
  ],
  guard: {
    event: 'BeforeTool',
    input: (session_id, cwd) => ({
      session_id,
      transcript_path: '',
      cwd,
      hook_event_name: 'BeforeTool',
      timestamp: '1970-01-01T00:00:00.000Z',
      tool_name: 'run_shell_command',
      tool_input: { command: 'true' },
    }),
    reasonOfDeny: (answer) => reasonIf(textIn(answer, 'decision'), textIn(answer, 'reason')),
  },
  notes: (scope) => [
    'Gemini CLI works only in folders that you trust; sessions that run already have to be started again.',
    ...(scope === 'user' ? [] : ['It says at each start that the hooks of this project run.']),
  ],
};

/** GEMINI_CLI_HOME stands for the person's home, not for the folder in it. */
function geminiFolder(place: Place): string {
  return join(folderOf(place, 'GEMINI_CLI_HOME', ''), '.gemini');
}
