import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { readHistory } from '../../client/connection/pages.ts';
import type { SidecarConnection } from '../../client/connection/types.ts';
import { delay, systemClock } from '../../shared/clock.ts';
import { WatchstanderError } from '../../shared/errors.ts';
import type { CheckIn } from '../../shared/model.ts';
import { plainCheckIn } from '../support/records.ts';
import { seededRandom, type SeededRandom } from '../support/seededRandom.ts';
import { cliFile } from '../support/shipped.ts';
import { TestHome } from '../support/testHome.ts';
import { until } from '../support/until.ts';
import { endOne } from '../support/vscode/processes.ts';
import { ClientLog } from './histories/clientLog.ts';
import { checkHistories, countFaults, type Fault } from './histories/checkHistories.ts';
import type { KeptAgent } from './histories/checkHistories.ts';

/** What happens to the sidecar, as a whole. */
const restartKinds = ['killed', 'killed', 'asked to stop', 'terminated', 'put to sleep'] as const;
export type RestartKind = (typeof restartKinds)[number];

export interface CrowdOptions {
  readonly seed: number;
  readonly clients: number;
  /** In all, not each; clients go on until the restarts are over, too. */
  readonly checkIns: number;
  /** Ends of a sidecar process; those that are put to sleep come on top. */
  readonly restarts: number;
}

/** What was done, and what came of what clients were told. */
export interface Came {
  readonly counts: Readonly<Record<string, number>>;
  readonly faults: readonly Fault[];
}

/**
 * Clients of one sidecar that check in for the same agents as fast as they can, while the sidecar is
 * killed, ended and stopped under them. In the end their histories are compared with the store's.
 */
export class Crowd {
  private readonly options: CrowdOptions;
  private readonly random: SeededRandom;
  private readonly home = new TestHome();
  private readonly log = new ClientLog();
  private readonly agents: readonly string[];
  private readonly did: Record<string, number> = {};
  private acknowledged = 0;
  private asked = 0;
  private restarts = 0;

  private constructor(options: CrowdOptions) {
    this.options = options;
    this.random = seededRandom(options.seed);
    this.agents = [...Array(Math.ceil(options.clients / 3)).keys()].map((at) => `agent ${at}`);
  }

  static async run(options: CrowdOptions): Promise<Came> {
    const crowd = new Crowd(options);
    try {
      const clients = [...Array(options.clients).keys()];
      const connections = clients.map((at) => crowd.home.connect(at % 3 === 0 ? 'cli' : 'mcp'));
      const work = connections.map((connection, at) => crowd.work(`client ${at}`, connection));
      await Promise.all([...work, crowd.restartAll()]);
      return await crowd.audit();
    } finally {
      await crowd.home.dispose();
    }
  }

  private get isOver(): boolean {
    const { checkIns, restarts } = this.options;
    return this.asked >= checkIns && this.restarts >= restarts;
  }

  private async work(client: string, connection: SidecarConnection): Promise<void> {
    for (let turn = 0; !this.isOver; turn += 1) {
      const agent = this.agents[Math.floor(this.random.uniform() * this.agents.length)] ?? '';
      await this.checkIn(client, connection, { agent, mark: `${client}, ${turn}` });
      if (turn % 5 === 0) await this.look(client, connection, agent);
    }
  }

  private async checkIn(
    client: string,
    connection: SidecarConnection,
    { agent, mark }: { readonly agent: string; readonly mark: string },
  ): Promise<void> {
    this.asked += 1;
    const update = this.log.ask(client, agent, mark);
    const report: CheckIn = { ...plainCheckIn, agent_id: agent, complexity: this.random.uniform() };
    try {
      const params = { ...report, request_id: mark };
      const { version } = await connection.request('watchstander/checkIn', params);
      this.log.answer(update, version);
      this.acknowledged += 1;
    } catch (error) {
      this.excuse(error);
    }
  }

  private async look(client: string, connection: SidecarConnection, agent: string): Promise<void> {
    const ask = async (): Promise<number> =>
      (await connection.request('watchstander/agent', { agent_id: agent })).row.version;
    try {
      await this.log.read(client, agent, ask);
      this.count('reads');
    } catch (error) {
      this.excuse(error);
    }
  }

  /** Who waits for so long that it gives up is told so, and knows nothing: no promise is broken. */
  private excuse(error: unknown): void {
    const isKnown = error instanceof WatchstanderError;
    if (!isKnown || !['UNAVAILABLE', 'NOT_FOUND'].includes(error.code)) throw error;
    this.count(error.code === 'NOT_FOUND' ? 'reads before the first check-in' : 'given up');
  }

  private async restartAll(): Promise<void> {
    const shims = [this.startShim()];
    while (this.restarts < this.options.restarts) {
      const before = this.acknowledged;
      const isMoving = (): boolean => this.acknowledged > before + this.options.clients;
      await until('check-ins go on', isMoving, 120_000);
      const kind = restartKinds[Math.floor(this.random.uniform() * restartKinds.length)];
      if (kind !== undefined && (await this.restart(kind))) this.restarts += 1;
      // A client of its own process goes the same way.
      shims.shift()?.kill('SIGKILL');
      shims.push(this.startShim());
    }
    await Promise.all(shims.map((shim) => this.endShim(shim)));
  }

  /** Whether that process has ended, so that another one has to come. */
  private async restart(kind: RestartKind): Promise<boolean> {
    const pid = this.home.endpoint()?.pid;
    if (pid === undefined || !this.home.processes().includes(pid)) return false;
    if (kind === 'put to sleep') {
      await this.putToSleep(pid);
      return false;
    }
    if (kind === 'asked to stop') {
      const { code } = await this.home.cli('stop');
      if (code !== 0) this.count('stops without anybody there');
      if (code !== 0) return false;
    } else endOne(pid, kind === 'killed' ? 'SIGKILL' : 'SIGTERM');
    await until(`the end of the sidecar, ${kind}`, () => !this.home.processes().includes(pid));
    this.count(`sidecars ${kind}`);
    return true;
  }

  private async putToSleep(pid: number): Promise<void> {
    endOne(pid, 'SIGSTOP');
    await delay(systemClock, 50 + this.random.uniform() * 700);
    endOne(pid, 'SIGCONT');
    this.count('sidecars put to sleep');
  }

  private startShim(): ChildProcess {
    const stdio = ['pipe', 'ignore', 'ignore'] as const;
    return spawn(process.execPath, [cliFile, 'mcp'], { env: this.home.env, stdio: [...stdio] });
  }

  private async endShim(shim: ChildProcess): Promise<void> {
    const ended = once(shim, 'exit');
    shim.stdin?.end();
    await ended;
  }

  private async audit(): Promise<Came> {
    const last = this.home.connect('cli');
    const kept = new Map<string, KeptAgent>();
    for (const agent_id of this.agents) {
      const { points } = await readHistory(last, { agent_id });
      const { row } = await last.request('watchstander/agent', { agent_id });
      const marked = points.map(({ version, request_id: mark }) => ({ version, mark: mark ?? '' }));
      kept.set(agent_id, { newest: row.version, points: marked });
    }
    const { store } = await last.request('watchstander/status', {});
    const faults = checkHistories(this.log, kept, 'all in one order');
    const { acknowledged, restarts, did } = this;
    const counts = { acknowledged, restarts, epochs: store.epoch, ...did, ...countFaults(faults) };
    return { counts, faults };
  }

  private count(what: string): void {
    this.did[what] = (this.did[what] ?? 0) + 1;
  }
}
