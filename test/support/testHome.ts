import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { openConnection } from '../../client/connection/connection.ts';
import type { Reach, SidecarConnection } from '../../client/connection/types.ts';
import { systemClock } from '../../shared/clock.ts';
import { WatchstanderError } from '../../shared/errors.ts';
import { homeLayout, type Endpoint } from '../../shared/home.ts';
import type { Status } from '../../shared/protocol.ts';
import { cliFile, dist } from './shipped.ts';
import { until } from './until.ts';
import { endOne, processesNaming } from './vscode/processes.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A throwaway home with the shipped programs around it. */
export class TestHome {
  readonly path: string;
  readonly log: string[] = [];
  private readonly connections: SidecarConnection[] = [];

  /** @param under Where the throwaway folder is made. */
  constructor(policy: unknown = {}, under = tmpdir()) {
    this.path = mkdtempSync(join(under, 'ws-home-'));
    writeFileSync(join(this.path, homeLayout.policy), JSON.stringify(policy));
  }

  get env(): NodeJS.ProcessEnv {
    return { ...process.env, WATCHSTANDER_HOME: this.path };
  }

  /** Runs the shipped command line. */
  cli(...args: string[]): Promise<Ran> {
    return this.cliIn(process.execPath, ...args);
  }

  /** The same in another Node. */
  cliIn(node: string, ...args: string[]): Promise<Ran> {
    return new Promise((resolve) => {
      const options = { env: this.env, maxBuffer: 64 * 1024 * 1024 };
      execFile(node, [cliFile, ...args], options, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        resolve({ code, stdout, stderr });
      });
    });
  }

  /** A client of this process, through the library that every client uses. */
  connect(kind: Reach['kind'] = 'cli', start: Reach['start'] = 'ifNeeded'): SidecarConnection {
    return this.connectAs({ kind, start });
  }

  /** The same with particulars of its own. */
  connectAs(particulars: Partial<Reach>): SidecarConnection {
    const connection = openConnection({
      home: this.path,
      kind: 'cli',
      sidecar: join(dist, 'sidecar.js'),
      start: 'ifNeeded',
      clock: systemClock,
      log: (line) => this.log.push(line),
      ...particulars,
    });
    this.connections.push(connection);
    return connection;
  }

  async status(): Promise<Status | { running: false }> {
    const { stdout } = await this.cli('status', '--json');
    return JSON.parse(stdout) as Status | { running: false };
  }

  /** What the sidecar says; before it runs and between two of them, what the next one says. */
  running(): Promise<Status> {
    return until('a sidecar that answers', () => this.answered());
  }

  /** By the library: a command line for every look takes the processor from what is looked for. */
  private async answered(): Promise<Status | null> {
    const connection = this.connect('cli', 'never');
    try {
      return await connection.request('watchstander/status', {});
    } catch (error) {
      if (error instanceof WatchstanderError && error.code === 'UNAVAILABLE') return null;
      throw error;
    } finally {
      connection.dispose();
    }
  }

  /** The published leader, or null. */
  endpoint(): Endpoint | null {
    try {
      return JSON.parse(readFileSync(join(this.path, homeLayout.endpoint), 'utf8')) as Endpoint;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  token(): string {
    return readFileSync(join(this.path, homeLayout.token), 'utf8').trim();
  }

  sidecarLog(): string {
    return readFileSync(join(this.path, homeLayout.sidecarLog), 'utf8');
  }

  /** Kills the sidecar that this client asks, and waits for its end. */
  async killSidecar(asking: SidecarConnection): Promise<void> {
    const { pid } = await asking.request('watchstander/status', {});
    endOne(pid, 'SIGKILL');
    await until('the end of the sidecar', () => !this.processes().includes(pid));
  }

  /** Pids of live processes that were started for this home. */
  processes(): number[] {
    return processesNaming(this.path);
  }

  /** Ends everything of this home and fails if something stays. */
  async dispose(): Promise<void> {
    for (const connection of this.connections) connection.dispose();
    for (const pid of this.processes()) endOne(pid, 'SIGTERM');
    await until(`an end of ${this.path}'s processes`, () => this.processes().length === 0);
    rmSync(this.path, { recursive: true });
  }
}
