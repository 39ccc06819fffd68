import { join } from 'node:path';
import { mcpName, type Harness } from '../harness.ts';
import { folderOf, mcpCommand, type Place } from '../place.ts';
import { claudeGuard } from './claudeCode.ts';
import { hookGroups, type HookEvents } from './hookGroups.ts';

const events: HookEvents = {
  SessionStart: null,
  UserPromptSubmit: null,
  PreToolUse: '.*',
  PostToolUse: '.*',
  PermissionRequest: '.*',
  SubagentStart: null,
  SubagentStop: null,
  Stop: null,
  SessionEnd: null,
};

/** Measured with 0.169.0. Hooks go last in their lists: an earlier place would cost others their trust. */
export const codex: Harness = {
  id: 'codex',
  name: 'Codex',
  programs: ['codex'],
  tested: true,
  folder: codexFolder,
  files: (place, scope) => {
    const folder = scope === 'user' ? codexFolder(place) : join(place.project, '.codex');
    const values = { ...mcpCommand(place) };
    return [
      {
        path: join(folder, 'config.toml'),
        holds: 'MCP server',
        format: 'toml',
        table: { name: ['mcp_servers', mcpName], values },
      },
      {
        path: join(folder, 'hooks.json'),
        holds: 'hooks',
        format: 'json',
        entries: hookGroups(place, 'codex', events),
      },
    ];
  },
  guard: {
    ...claudeGuard,
    input: (session, folder) => ({
      ...(claudeGuard.input(session, folder) as object),
      turn_id: session,
      model: 'canary',
    }),
  },
  notes: (scope) => [
    'Codex skips hooks that you have not trusted, without a word. Start codex, type /hooks and trust those of Watchstander; `watchstander doctor` says whether it took.',
    ...(scope === 'user'
      ? []
      : ['Codex reads the files of a project only when you trust the project.']),
  ],
};

function codexFolder(place: Place): string {
  return folderOf(place, 'CODEX_HOME', '.codex');
}
