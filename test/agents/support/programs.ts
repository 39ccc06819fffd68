import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import type { Harness } from '../../../shared/model.ts';
import { asset } from '../../support/vscode/asset.ts';
import { npm, pinnedNode } from '../../support/vscode/npm.ts';

/** A real program of an agent: where it comes from, and how it is run without account or network. */
export interface Program {
  readonly harness: Harness;
  readonly package: string;
  readonly version: string;
  /** Inside its package's folder; run by Node unless it is the program itself. */
  readonly file: string;
  /** Its own name of the tool that runs a command, and how it is given. */
  readonly command: (line: string) => { tool: string; input: Record<string, unknown> };
  readonly mcpTool: (name: string) => { tool: string; namespace?: string };
  readonly environment: (model: string) => Record<string, string>;
  readonly arguments: (prompt: string) => readonly string[];
  /** Its configuration files, relative to the user's folder. */
  readonly files: (place: Place) => Readonly<Record<string, unknown>>;
}

export interface Place {
  readonly model: string;
  /** The command line of our hook for an event. */
  readonly hook: (event: string) => string;
  readonly mcp: { readonly command: string; readonly args: readonly string[] };
  readonly env: Readonly<Record<string, string>>;
}

const claudeEvents = [
  ...['SessionStart', 'UserPromptSubmit', 'PreToolUse', 'PostToolUse', 'PostToolUseFailure'],
  ...['PermissionRequest', 'Notification', 'Stop', 'SubagentStart', 'SubagentStop', 'SessionEnd'],
];

const claudeCode: Program = {
  harness: 'claude-code',
  package: '@anthropic-ai/claude-code',
  version: '2.1.197',
  file: '.bin/claude',
  command: (command) => ({ tool: 'Bash', input: { command } }),
  mcpTool: (name) => ({ tool: `mcp__watchstander__${name}` }),
  environment: (model) => ({
    ANTHROPIC_BASE_URL: model,
    ANTHROPIC_API_KEY: 'dummy',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
    // Without it the flag below is refused to a superuser, which tests in containers are.
    IS_SANDBOX: '1',
  }),
  arguments: (prompt) => [
    ...['-p', prompt, '--output-format', 'stream-json', '--verbose'],
    '--dangerously-skip-permissions',
  ],
  files: ({ hook, mcp, env }) => ({
    '.claude/settings.json': {
      hooks: Object.fromEntries(
        claudeEvents.map((event) => [
          event,
          [{ matcher: '*', hooks: [{ type: 'command', command: hook(event), timeout: 10 }] }],
        ]),
      ),
    },
    '.claude.json': { mcpServers: { watchstander: { ...mcp, env } } },
  }),
};

const codex: Program = {
  harness: 'codex',
  package: '@openai/codex',
  version: '0.169.0',
  file: '@openai/codex/bin/codex.js',
  command: (cmd) => ({ tool: 'exec_command', input: { cmd } }),
  mcpTool: (name) => ({ tool: name, namespace: 'mcp__watchstander' }),
  environment: () => ({ SCRIPTED_KEY: 'dummy' }),
  arguments: (prompt) => [
    ...['exec', '--skip-git-repo-check', '--json', '--dangerously-bypass-hook-trust', prompt],
  ],
  files: ({ model, hook, mcp, env }) => ({
    '.codex/config.toml': [
      ...['model = "gpt-5.5"', 'model_provider = "scripted"', 'approval_policy = "never"'],
      ...['sandbox_mode = "danger-full-access"', 'check_for_update_on_startup = false'],
      ...['[analytics]', 'enabled = false', '[model_providers.scripted]', 'name = "scripted"'],
      ...[`base_url = "${model}/v1"`, 'wire_api = "responses"', 'env_key = "SCRIPTED_KEY"'],
      ...['request_max_retries = 0', 'stream_max_retries = 0', '[mcp_servers.watchstander]'],
      ...[`command = ${JSON.stringify(mcp.command)}`, `args = ${JSON.stringify(mcp.args)}`],
      '[mcp_servers.watchstander.env]',
      ...Object.entries(env).map(([name, value]) => `${name} = ${JSON.stringify(value)}`),
    ].join('\n'),
    '.codex/hooks.json': {
      hooks: Object.fromEntries(
        [
          ...['SessionStart', 'UserPromptSubmit', 'PreToolUse', 'PostToolUse', 'Stop'],
          ...['SubagentStart', 'SubagentStop', 'SessionEnd'],
        ].map((event) => [
          event,
          [{ matcher: '.*', hooks: [{ type: 'command', command: hook(event), timeout: 10 }] }],
        ]),
      ),
    },
  }),
};

const gemini: Program = {
  harness: 'gemini',
  package: '@google/gemini-cli',
  version: '0.61.0',
  file: '@google/gemini-cli/bundle/gemini.js',
  command: (command) => ({ tool: 'run_shell_command', input: { command } }),
  mcpTool: (name) => ({ tool: `mcp_watchstander_${name}` }),
  environment: (model) => ({ GEMINI_API_KEY: 'dummy', GOOGLE_GEMINI_BASE_URL: model }),
  arguments: (prompt) => [
    ...['--approval-mode', 'yolo', '--output-format', 'stream-json'],
    ...['-m', 'gemini-2.5-flash', '-p', prompt],
  ],
  files: ({ hook, mcp, env }) => ({
    '.gemini/settings.json': {
      security: { auth: { selectedType: 'gemini-api-key' }, folderTrust: { enabled: false } },
      general: { enableAutoUpdate: false, enableAutoUpdateNotification: false },
      privacy: { usageStatisticsEnabled: false },
      telemetry: { enabled: false },
      mcpServers: { watchstander: { ...mcp, env, trust: true } },
      hooks: Object.fromEntries(
        [
          ...['SessionStart', 'BeforeAgent', 'BeforeTool', 'AfterTool', 'Notification'],
          ...['AfterAgent', 'SessionEnd'],
        ].map((event) => [
          event,
          [
            {
              // Of other events it would be compared with a reason, letter by letter.
              ...(event.endsWith('Tool') ? { matcher: '.*' } : {}),
              hooks: [
                { name: 'watchstander', type: 'command', command: hook(event), timeout: 10_000 },
              ],
            },
          ],
        ]),
      ),
    },
  }),
};

const copilot: Program = {
  harness: 'copilot',
  package: '@github/copilot',
  version: '1.0.102',
  file: '.bin/copilot',
  command: (command) => ({ tool: 'bash', input: { command, description: 'a step' } }),
  mcpTool: (name) => ({ tool: `watchstander-${name}` }),
  environment: (model) => ({
    COPILOT_OFFLINE: 'true',
    COPILOT_PROVIDER_TYPE: 'anthropic',
    COPILOT_PROVIDER_BASE_URL: model,
    COPILOT_PROVIDER_API_KEY: 'dummy',
    COPILOT_MODEL: 'claude-sonnet-4.5',
  }),
  arguments: (prompt) => ['-p', prompt, '--allow-all-tools', '--no-auto-update'],
  files: ({ hook, mcp, env }) => ({
    '.copilot/hooks/watchstander.json': {
      version: 1,
      hooks: Object.fromEntries(
        [
          ...['sessionStart', 'userPromptSubmitted', 'preToolUse', 'postToolUse'],
          ...['agentStop', 'sessionEnd'],
        ].map((event) => [event, [{ type: 'command', bash: hook(event), timeoutSec: 10 }]]),
      ),
    },
    '.copilot/mcp-config.json': {
      mcpServers: { watchstander: { type: 'local', ...mcp, env, tools: ['*'] } },
    },
  }),
};

const programs = { 'claude-code': claudeCode, codex, gemini, copilot } as const;

const chosen = process.env['WATCHSTANDER_AGENTS'] ?? 'claude-code';
const all = Object.values(programs);

/** Those that this run is about; each is 100 to 400 MB, so the rest is for who asks for it. */
export const wanted = all.filter(({ harness }) => chosen === 'all' || chosen.includes(harness));
export const leftOut = all.filter((program) => !wanted.includes(program));

/** Where the program's packages are; fetched once a machine and version. */
export function install({ package: name, version, harness }: Program): Promise<string> {
  mkdirSync(join(import.meta.dirname, '../../../.vscode-test/agents'), { recursive: true });
  return asset(`agents/${harness}-${version}`, async (folder) => {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    await npm(folder, ['install', `${name}@${version}`]);
  });
}

/** What starts it. */
export function startOf(program: Program, folder: string): readonly string[] {
  const file = join(folder, 'node_modules', program.file);
  return file.endsWith('.js') ? [pinnedNode, file] : [file];
}

export function configure(program: Program, userFolder: string, place: Place): void {
  for (const [name, content] of Object.entries(program.files(place))) {
    const path = join(userFolder, name);
    if (existsSync(path)) throw new Error(`${path} is there already`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  }
}

export const path = [dirname(process.execPath), '/usr/bin', '/bin'].join(':');
