import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SidecarConnection } from '../../client/connection/types.ts';
import { homeLayout } from '../../shared/home.ts';
import { hookAgentId } from '../../shared/hooks.ts';
import type { AgentRow } from '../../shared/model.ts';
import { runHook, type HookRan } from './hookProcess.ts';
import { TestHome } from './testHome.ts';
import { until } from './until.ts';
import { endOne } from './vscode/processes.ts';

/** What a hook says that has nothing to say. */
export const quiet: HookRan = { code: 0, stdout: '', stderr: '' };
const session = 'a-session';
/** The agent whose events `event` makes. */
export const agentId = hookAgentId(
  'claude-code',
  createHash('sha256').update(session).digest('hex'),
);

interface Told {
  readonly id?: string;
  readonly input?: unknown;
  readonly tool?: string;
}

/** An event as Claude Code sends it. */
export function event(name: string, { id = 'c', input = {}, tool = 'Bash' }: Told = {}) {
  return {
    session_id: session,
    hook_event_name: name,
    tool_name: tool,
    tool_input: input,
    tool_use_id: id,
    cwd: '/somewhere',
  };
}

/** Why the tool was denied, from the answer in Claude Code's format. */
export function denialIn({ stdout }: HookRan): string {
  const { hookSpecificOutput } = JSON.parse(stdout) as {
    hookSpecificOutput: { permissionDecision: string; permissionDecisionReason: string };
  };
  assert.equal(hookSpecificOutput.permissionDecision, 'deny');
  return hookSpecificOutput.permissionDecisionReason;
}

/** A home with its sidecar, and an agent of which only hooks report. */
export class HookStage {
  readonly home: TestHome;
  connection: SidecarConnection;
  private called = 0;

  private constructor(home: TestHome) {
    this.home = home;
    this.connection = home.connect('cli');
  }

  static async open(policy: unknown = {}): Promise<HookStage> {
    const stage = new HookStage(new TestHome(policy));
    await stage.pid();
    return stage;
  }

  async pid(): Promise<number> {
    return (await this.connection.request('watchstander/status', {})).pid;
  }

  hook(told: unknown, ...words: string[]): Promise<HookRan> {
    return runHook(this.home.path, ['claude-code', ...words], told);
  }

  async rows(): Promise<readonly AgentRow[]> {
    return (await this.connection.request('watchstander/fleet', {})).agents;
  }

  /**
   * The row of an agent once it is so: a hook on a busy machine does not wait for the sidecar to
   * finish with what it told.
   */
  rowWhen(id: string, what: string, isSo: (row: AgentRow) => boolean): Promise<AgentRow> {
    return until(`${id}: ${what}`, async () => {
      const row = (await this.rows()).find(({ agent_id }) => agent_id === id);
      return row !== undefined && isSo(row) ? row : null;
    });
  }

  /** Whole tool calls, each with a result of its own; resolves when all have arrived. */
  async callTools(count: number, ending: 'PostToolUse' | 'PostToolUseFailure', id = agentId) {
    for (let at = 0; at < count; at += 1) {
      this.called += 1;
      const call = { id: `t${this.called}` };
      const word = 'abcdefghijklmnop'[this.called];
      const result = { error: `Exit code 1 ${word}`, tool_response: { stdout: `new ${word}` } };
      await this.hook(event('PreToolUse', call));
      await this.hook({ ...event(ending, call), ...result });
      await this.rowWhen(id, `${this.called} calls`, ({ facts }) => facts?.calls === this.called);
    }
  }

  async killSidecar(): Promise<void> {
    const pid = await this.pid();
    this.connection.dispose();
    endOne(pid, 'SIGKILL');
    await until('the end of the sidecar', () => this.home.processes().length === 0);
  }

  async startSidecar(): Promise<void> {
    this.connection = this.home.connect('cli');
    await this.pid();
  }

  log(): string[] {
    const path = join(this.home.path, homeLayout.hookLog);
    return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
  }
}
