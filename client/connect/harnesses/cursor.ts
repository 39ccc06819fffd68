import { join } from 'node:path';
import { hookTimeoutSeconds, mcpName, type Harness } from '../harness.ts';
import type { JsonEntry } from '../config/jsonEntries.ts';
import { hookCommand, mcpCommand, type Place } from '../place.ts';
import { reasonIf, textIn } from './answers.ts';

const events = [
  'sessionStart',
  'beforeSubmitPrompt',
  'preToolUse',
  'postToolUse',
  'postToolUseFailure',
  'subagentStart',
  'subagentStop',
  'stop',
  'sessionEnd',
];

/** From its documentation; not held against the program. */
export const cursor: Harness = {
  id: 'cursor',
  name: 'Cursor',
  programs: ['cursor', 'cursor-agent'],
  tested: false,
  folder: (place) => join(place.userFolder, '.cursor'),
  files: (place, scope) => {
    const folder = join(scope === 'user' ? place.userFolder : place.project, '.cursor');
    return [
      {
        path: join(folder, 'mcp.json'),
        holds: 'MCP server',
        format: 'json',
        entries: [{ kind: 'server', at: ['mcpServers'], key: mcpName, value: mcpCommand(place) }],
      },
      { path: join(folder, 'hooks.json'), holds: 'hooks', format: 'json', entries: hooks(place) },
    ];
  },
  guard: {
    event: 'preToolUse',
    input: (session, folder) => ({
      conversation_id: session,
      generation_id: session,
      hook_event_name: 'preToolUse',
      workspace_roots: [folder],
      tool_name: 'Shell',
      tool_input: { command: 'true' },
      tool_use_id: session,
    }),
    reasonOfDeny: (answer) =>
      reasonIf(
        textIn(answer, 'permission'),
        textIn(answer, 'agent_message') ?? textIn(answer, 'user_message'),
      ),
  },
  notes: () => ['Written after Cursor’s documentation and not tested with Cursor itself.'],
};

function hooks(place: Place): JsonEntry[] {
  return [
    { kind: 'needed', at: [], key: 'version', value: 1 },
    ...events.map<JsonEntry>((event) => ({
      kind: 'hook',
      at: ['hooks', event],
      value: { command: hookCommand(place, 'cursor', event), timeout: hookTimeoutSeconds },
    })),
  ];
}
