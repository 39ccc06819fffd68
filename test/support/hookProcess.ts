import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Writable } from 'node:stream';
import type { Harness } from '../../shared/model.ts';
import { dist } from './shipped.ts';

export interface HookRan {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The shipped hook as a program starts it; what it is given is up to who started it. */
export function startHook(
  home: string,
  words: readonly string[],
  more: NodeJS.ProcessEnv = {},
): { readonly stdin: Writable; readonly ended: Promise<HookRan> } {
  const env = { ...process.env, ...more, WATCHSTANDER_HOME: home };
  const child = spawn(process.execPath, [join(dist, 'hook.js'), ...words], { env });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  // A hook that has answered may leave before it has read everything.
  child.stdin.on('error', () => undefined);
  const ended = new Promise<HookRan>((resolve) => {
    child.once('close', (code) => resolve({ code, ...said }));
  });
  return { stdin: child.stdin, ended };
}

/** Runs it as a program does: one event on stdin, its answer on stdout. */
export function runHook(
  home: string,
  words: readonly string[],
  event: unknown,
  more: NodeJS.ProcessEnv = {},
): Promise<HookRan> {
  const { stdin, ended } = startHook(home, words, more);
  stdin.end(typeof event === 'string' ? event : JSON.stringify(event));
  return ended;
}

/** Files of captured events, whose hooks took them, and who it really was. */
export const captured: readonly (readonly [name: string, named: Harness, caller: Harness])[] = [
  ['claude', 'claude-code', 'claude-code'],
  ['claude-task-mcp', 'claude-code', 'claude-code'],
  ['claude-tui-permission', 'claude-code', 'claude-code'],
  ['codex', 'codex', 'codex'],
  ['codex-failure-mcp', 'codex', 'codex'],
  ['codex-subagent', 'codex', 'codex'],
  ['gemini', 'gemini', 'gemini'],
  ['copilot', 'copilot', 'copilot'],
  // These two read the file of another program, too, and are told from it.
  ['copilot-vscode', 'claude-code', 'copilot'],
  ['cursor', 'claude-code', 'cursor'],
];

export interface Captured {
  readonly words: readonly [Harness, string];
  readonly event: Readonly<Record<string, unknown>>;
}

const copilotEvents = [
  ...['sessionStart', 'userPromptSubmitted', 'preToolUse', 'postToolUse'],
  ...['preToolUse', 'postToolUse', 'agentStop', 'sessionEnd'],
];

/** Events as a program sent them (`test/fixtures/hooks/README.md`), with the command line of each. */
export function capturedEvents(name: string, harness: Harness): Captured[] {
  const file = join(import.meta.dirname, '../fixtures/hooks', `${name}.hooks.jsonl`);
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line, at) => {
    const event = JSON.parse(line) as Readonly<Record<string, unknown>>;
    const named = event['hook_event_name'] ?? event['hookEventName'];
    const word = typeof named === 'string' ? named : (copilotEvents[at] ?? '');
    return { words: [harness, word], event };
  });
}
