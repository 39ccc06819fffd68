import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinnedNode } from '../../support/vscode/npm.ts';
import { ModelServer } from './modelServer.ts';
import { configure, install, path, startOf, type Program } from './programs.ts';
import type { Step } from './script.ts';

export interface Ended {
  readonly code: number | null;
  /** What the program printed: its transcript. */
  readonly output: string;
  /** What the model was told, one request a line. */
  readonly told: readonly string[];
  /** Names of what is in its workspace at the end. */
  readonly made: readonly string[];
}

const dist = join(import.meta.dirname, '../../../dist');
const longestRunMs = 90_000;

/**
 * Runs a real program of an agent from its first prompt to its end: an empty user folder, a model
 * that follows the script, our hook and our MCP entry, and nothing of this machine's environment.
 */
export async function runAgent(
  program: Program,
  watchstanderHome: string,
  script: readonly Step[],
): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'ws-agent-'));
  const model = await ModelServer.start(script);
  try {
    const user = join(folder, 'user');
    const workspace = join(folder, 'workspace');
    for (const each of [user, workspace]) mkdirSync(each);
    execFileSync('git', ['init', '-q', workspace]);
    const env = { WATCHSTANDER_HOME: watchstanderHome };
    configure(program, user, {
      model: model.url,
      env,
      hook: (event) => `"${pinnedNode}" "${join(dist, 'hook.js')}" ${program.harness} ${event}`,
      mcp: { command: pinnedNode, args: [join(dist, 'cli.js'), 'mcp'] },
    });
    const start = startOf(program, await install(program));
    const surroundings = { HOME: user, PATH: path, ...env, ...program.environment(model.url) };
    const ran = await run([...start, ...program.arguments('go on')], workspace, surroundings);
    return { ...ran, told: model.requests, made: readdirSync(workspace) };
  } finally {
    await model.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

function run(
  [command = '', ...args]: readonly string[],
  cwd: string,
  env: Record<string, string>,
): Promise<Pick<Ended, 'code' | 'output'>> {
  return new Promise((resolve, reject) => {
    const options = { cwd, env, timeout: longestRunMs };
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
