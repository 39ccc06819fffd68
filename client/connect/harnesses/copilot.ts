import { join } from 'node:path';
import type { ConfigFile } from '../config/configText.ts';
import { hookTimeoutSeconds, mcpName, type Harness } from '../harness.ts';
import type { JsonEntry } from '../config/jsonEntries.ts';
import { folderOf, hookCommand, mcpCommand, type Place } from '../place.ts';
import { reasonIf, textIn } from './answers.ts';

const events = [
  'sessionStart',
  'userPromptSubmitted',
  'preToolUse',
  'postToolUse',
  'agentStop',
  'subagentStop',
  'sessionEnd',
];

/** Copilot CLI measured with 1.0.102; Copilot in VS Code from its documentation. */
export const copilot: Harness = {
  id: 'copilot',
  name: 'GitHub Copilot',
  programs: ['copilot'],
  tested: true,
  folder: copilotFolder,
  files: (place, scope) =>
    scope === 'user'
      ? [userServers(place), hooksFile(place, join(copilotFolder(place), 'hooks'))]
      : [projectServers(place), hooksFile(place, join(place.project, '.github', 'hooks'))],
  guard: {
    event: 'preToolUse',
    input: (sessionId, cwd) => ({
      sessionId,
      timestamp: 0,
      cwd,
      toolName: 'bash',
      toolArgs: { command: 'true' },
    }),
    reasonOfDeny: (answer) =>
      reasonIf(textIn(answer, 'permissionDecision'), textIn(answer, 'permissionDecisionReason')),
  },
  notes: (scope) => [
    'Sessions that run already have to be started again.',
    ...(scope === 'user'
      ? []
      : [
          'Copilot CLI reads the hooks of a project only in a trusted folder; .vscode/mcp.json is for Copilot in VS Code, which was not tested.',
        ]),
  ],
};

function copilotFolder(place: Place): string {
  return folderOf(place, 'COPILOT_HOME', '.copilot');
}

function userServers(place: Place): ConfigFile {
  const value = { type: 'local', ...mcpCommand(place), tools: ['*'] };
  return {
    path: join(copilotFolder(place), 'mcp-config.json'),
    holds: 'MCP server',
    format: 'json',
    entries: [{ kind: 'server', at: ['mcpServers'], key: mcpName, value }],
  };
}

function projectServers(place: Place): ConfigFile {
  const value = { type: 'stdio', ...mcpCommand(place) };
  return {
    path: join(place.project, '.vscode', 'mcp.json'),
    holds: 'MCP server',
    format: 'json',
    entries: [{ kind: 'server', at: ['servers'], key: mcpName, value }],
  };
}

/** A file of our own: Copilot reads all that lie in the folder. The event is not on stdin. */
function hooksFile(place: Place, folder: string): ConfigFile {
  const shell = place.platform === 'win32' ? 'powershell' : 'bash';
  const entries: JsonEntry[] = events.map((event) => {
    const command = hookCommand(place, 'copilot', event);
    const line = shell === 'powershell' ? `& ${command}` : command;
    const value = { type: 'command', [shell]: line, timeoutSec: hookTimeoutSeconds };
    return { kind: 'hook', at: ['hooks', event], value };
  });
  return {
    path: join(folder, 'watchstander.json'),
    holds: 'hooks',
    format: 'json',
    entries: [{ kind: 'needed', at: [], key: 'version', value: 1 }, ...entries],
  };
}
