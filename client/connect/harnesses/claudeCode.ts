import { join } from 'node:path';
import { mcpName, type Guard, type Harness } from '../harness.ts';
import type { JsonEntry } from '../config/jsonEntries.ts';
import { folderOf, mcpCommand, type Place } from '../place.ts';
import { reasonIf, textIn } from './answers.ts';
import { hookGroups, type HookEvents } from './hookGroups.ts';

const events: HookEvents = {
  SessionStart: null,
  UserPromptSubmit: null,
  PreToolUse: '*',
  PostToolUse: '*',
  PostToolUseFailure: '*',
  PermissionRequest: '*',
  Notification: null,
  SubagentStart: null,
  SubagentStop: null,
  Stop: null,
  SessionEnd: null,
};

export const claudeGuard: Guard = {
  event: 'PreToolUse',
  input: (session_id, cwd) => ({
    session_id,
    transcript_path: '',
    cwd,
    hook_event_name: 'PreToolUse',
    permission_mode: 'default',
    tool_name: 'Bash',
    tool_input: { command: 'true' },
    tool_use_id: session_id,
  }),
  reasonOfDeny: (answer) =>
    reasonIf(
      textIn(answer, 'hookSpecificOutput', 'permissionDecision'),
      textIn(answer, 'hookSpecificOutput', 'permissionDecisionReason'),
    ),
};

/** Measured with 2.1.197. */
export const claudeCode: Harness = {
  id: 'claude-code',
  name: 'Claude Code',
  programs: ['claude'],
  tested: true,
  folder: claudeFolder,
  files: (place, scope) => [
    {
      path: scope === 'user' ? userServers(place) : join(place.project, '.mcp.json'),
      holds: 'MCP server',
      format: 'json',
      entries: [serverEntry(place)],
    },
    {
      path: join(
        scope === 'user' ? claudeFolder(place) : join(place.project, '.claude'),
        'settings.json',
      ),
      holds: 'hooks',
      format: 'json',
      entries: hookGroups(place, 'claude-code', events),
    },
  ],
  guard: claudeGuard,
  notes: (scope) => [
    'Sessions that run already take the hooks up within seconds, the MCP server at their next start.',
    ...(scope === 'user'
      ? []
      : ['Claude Code asks once whether the server of this project may run.']),
  ],
};

function claudeFolder(place: Place): string {
  return folderOf(place, 'CLAUDE_CONFIG_DIR', '.claude');
}

/** The file moves into the folder when the folder is named. */
function userServers(place: Place): string {
  return join(folderOf(place, 'CLAUDE_CONFIG_DIR', ''), '.claude.json');
}

function serverEntry(place: Place): JsonEntry {
  const value = { type: 'stdio', ...mcpCommand(place) };
  return { kind: 'server', at: ['mcpServers'], key: mcpName, value };
}
