import { mkdirSync, writeFileSync } from 'node:fs';
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
  /** What its user configured before Connect comes, relative to the user's folder. */
  readonly files: (model: string) => Readonly<Record<string, string>>;
}

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
  // Laid out as no program would, so that a restored byte is told from a rewritten one.
  files: () => ({ '.claude/settings.json': '{"cleanupPeriodDays":  30,\n\t\t"env": { } }' }),
};

const codex: Program = {
  harness: 'codex',
  package: '@openai/codex',
  version: '0.169.0',
  file: '@openai/codex/bin/codex.js',
  command: (cmd) => ({ tool: 'exec_command', input: { cmd } }),
  mcpTool: (name) => ({ tool: name, namespace: 'mcp__watchstander' }),
  environment: () => ({ SCRIPTED_KEY: 'dummy' }),
  arguments: (prompt) => ['exec', '--skip-git-repo-check', '--json', prompt],
  files: (model) => ({
    '.codex/config.toml': [
      ...['# mine', 'model = "gpt-5.5"', 'model_provider = "scripted"'],
      ...['approval_policy = "never"', 'sandbox_mode = "danger-full-access"'],
      ...['check_for_update_on_startup = false', '[analytics]', 'enabled = false'],
      ...['[model_providers.scripted]', 'name = "scripted"', `base_url = "${model}/v1"`],
      ...['wire_api = "responses"', 'env_key = "SCRIPTED_KEY"'],
      ...['request_max_retries = 0', 'stream_max_retries = 0', ''],
    ].join('\n'),
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
  files: () => ({
    '.gemini/settings.json': `{
      // mine
      "security": { "auth": { "selectedType": "gemini-api-key" }, "folderTrust": { "enabled": false } },
      "general": { "enableAutoUpdate": false, "enableAutoUpdateNotification": false },
      "privacy": { "usageStatisticsEnabled": false }, "telemetry": { "enabled": false }
    }\n`,
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
  files: () => ({}),
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

export const path = [dirname(process.execPath), '/usr/bin', '/bin'].join(':');
