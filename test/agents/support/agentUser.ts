import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { systemClock } from '../../../shared/clock.ts';
import { cliFile } from '../../support/shipped.ts';
import { pinnedNode } from '../../support/vscode/npm.ts';
import { trustHooks } from './codexTrust.ts';
import { ModelServer } from './modelServer.ts';
import { install, path, startOf, type Program } from './programs.ts';
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

/**
 * For a program to start, to take one step or to end. What its script keeps it waiting for has limits
 * of its own, and does not count. Measured on two cores under a load of 14 to 18: Copilot's first
 * start takes up to 18 s until it asks for anything, the others 5 s; a step takes up to 4 s.
 */
const longestIdleMs = 120_000;
/** Codex's own record of what its user trusted, at the end of their file: it stays. */
const codexRecord = '\n[hooks.state]';

/**
 * Somebody who uses a program of agents and connected it: an empty user folder with what Connect
 * wrote, a workspace, a model that follows scripts, and nothing of this machine's environment.
 */
export class AgentUser {
  readonly folder = fs.mkdtempSync(join(tmpdir(), 'ws-agent-'));
  readonly workspace = join(this.folder, 'workspace');
  private readonly program: Program;
  private readonly watchstanderHome: string;
  private readonly model: ModelServer;
  private readonly start: readonly string[];

  private constructor(program: Program, home: string, model: ModelServer, installed: string) {
    this.program = program;
    this.watchstanderHome = home;
    this.model = model;
    this.start = startOf(program, installed);
    for (const [file, text] of Object.entries(program.files(model.url))) {
      fs.mkdirSync(dirname(join(this.folder, file)), { recursive: true });
      fs.writeFileSync(join(this.folder, file), text);
    }
    execFileSync('git', ['init', '-q', this.workspace]);
  }

  /** With everything that the program's user has to do themselves before hooks run. */
  static async connected(program: Program, home: string): Promise<AgentUser> {
    const installed = await install(program);
    const user = new AgentUser(program, home, await ModelServer.start(), installed);
    try {
      await user.connect(join(installed, 'node_modules', '.bin'));
      return user;
    } catch (error) {
      await user.dispose();
      throw error;
    }
  }

  private async connect(programs: string): Promise<void> {
    const { harness } = this.program;
    const said = await this.watchstander(programs, 'connect', harness, '--yes');
    assert.match(said, /^hook: proven, stopped the test call/m);
    assert.match(said, /^MCP server: proven/m);
    if (harness !== 'codex') return;
    assert.match(said, /^Codex trust: not given yet, Codex skips 9 of 9 hooks/m);
    await trustHooks([...this.start, 'app-server'], this.workspace, this.surroundings());
    const again = await this.watchstander(programs, 'connect', harness, '--yes');
    assert.match(again, /Codex trust: given for all 9 hooks/);
  }

  /** A session of the program, from its first prompt to its end. */
  async run(prompt: string, script: readonly Step[]): Promise<Ended> {
    this.model.play(script);
    const ran = await this.spawn([...this.start, ...this.program.arguments(prompt)]);
    this.model.end();
    const asked = `it asked ${this.model.requests.length} times, and last ${this.model.idleMs} ms ago`;
    assert.equal(ran.code, 0, `${asked}:\n${ran.output}`);
    return { ...ran, told: this.model.requests, made: fs.readdirSync(this.workspace) };
  }

  /** Takes out what Connect wrote; answers with what their own files are then. */
  async disconnect(): Promise<Readonly<Record<string, string | undefined>>> {
    await this.watchstander('', 'disconnect', this.program.harness, '--yes');
    const files = Object.keys(this.program.files(this.model.url));
    const left = files.map((file) => fs.readFileSync(join(this.folder, file), 'utf8'));
    return Object.fromEntries(files.map((file, at) => [file, left[at]?.split(codexRecord)[0]]));
  }

  /** What they configured before anything was connected. */
  get own(): Readonly<Record<string, string>> {
    return this.program.files(this.model.url);
  }

  async dispose(): Promise<void> {
    await this.model.stop();
    const again = { maxRetries: 5, retryDelay: 100 };
    fs.rmSync(this.folder, { recursive: true, force: true, ...again });
  }

  private async watchstander(programs: string, ...words: string[]): Promise<string> {
    const env = { ...this.surroundings(), PATH: `${programs}:${path}` };
    this.model.play([]);
    const ran = await this.spawn([pinnedNode, cliFile, ...words], {
      ...env,
      WATCHSTANDER_HOME: this.watchstanderHome,
    });
    assert.equal(ran.code, 0, ran.output);
    return ran.output;
  }

  private surroundings(): Record<string, string> {
    return { HOME: this.folder, PATH: path, ...this.program.environment(this.model.url) };
  }

  private spawn(
    [command = '', ...args]: readonly string[],
    env = this.surroundings(),
  ): Promise<Pick<Ended, 'code' | 'output'>> {
    return new Promise((resolve, reject) => {
      const options = { cwd: this.workspace, env };
      const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
      const watch = systemClock.every(1_000, () => {
        if (this.model.idleMs > longestIdleMs) child.kill();
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          output += chunk.toString();
        });
      }
      child.once('error', reject);
      child.once('close', (code) => {
        watch.dispose();
        resolve({ code, output });
      });
    });
  }
}
