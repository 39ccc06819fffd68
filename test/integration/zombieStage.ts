import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  utimesSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endProcess } from '../../server/process/ending.ts';
import {
  ownIdentity,
  platformSource,
  standingOf,
  type ProcessIdentity,
} from '../../server/process/identity.ts';
import { writeRecord, type ProcessRecord } from '../../server/process/record.ts';
import { Reaper } from '../../server/process/reaper/reaper.ts';
import { probe } from '../../server/socket/probe.ts';
import { isProcessThere } from '../../client/connection/processState.ts';
import { systemClock } from '../../shared/clock.ts';
import { ManualClock } from '../support/manualClock.ts';
import { until } from '../support/until.ts';
import { endOne } from '../support/vscode/processes.ts';

/** A home with real processes in it, and the clock of whoever watches them in our hands. */
export class ZombieStage {
  readonly clock = new ManualClock();
  readonly home = realpathSync(mkdtempSync(join(tmpdir(), 'ws-zombies-')));
  readonly run = join(this.home, 'run');
  readonly log: string[] = [];
  readonly self: ProcessIdentity;
  readonly reaper: Reaper;
  private readonly children: ChildProcess[] = [];
  private readonly servers: Server[] = [];
  private readonly beating = new Set<string>();

  static async open(): Promise<ZombieStage> {
    // A machine id, which containers may lack, tells an earlier boot from another machine.
    return new ZombieStage({ ...(await ownIdentity()), machine: 'this machine' });
  }

  private constructor(self: ProcessIdentity) {
    this.self = self;
    mkdirSync(this.run);
    const standing = (other: ProcessIdentity) => standingOf(other, self);
    const scene = {
      home: this.home,
      runFolder: this.run,
      epoch: 7,
      address: join(this.run, 'e7.sock'),
      clock: this.clock,
      standingOf: standing,
      answersAt: async (address: string) => (await probe(address, systemClock)) === 'answers',
      end: async (target: ProcessIdentity) =>
        (await endProcess(target, self, systemClock)) || (await standing(target)) === 'dead',
    };
    this.reaper = new Reaper(scene, (line) => this.log.push(line));
  }

  /** A process that does nothing, for as long as it is let. */
  async process(script = 'exec sleep 600', ...words: string[]): Promise<ProcessIdentity> {
    const child = spawn('sh', ['-c', script, ...words], { stdio: 'ignore' });
    this.children.push(child);
    await once(child, 'spawn');
    return this.identify(child.pid ?? 0);
  }

  async identify(pid: number): Promise<ProcessIdentity> {
    const { started } = await platformSource().look(pid);
    assert.notEqual(started, null);
    return { ...this.self, pid, started };
  }

  async stopped(): Promise<ProcessIdentity> {
    const identity = await this.process();
    process.kill(identity.pid, 'SIGSTOP');
    return identity;
  }

  /** One that was there and is not any more. */
  async ended(): Promise<ProcessIdentity> {
    const identity = await this.process();
    process.kill(identity.pid, 'SIGKILL');
    await until('its end', () => !this.lives(identity));
    return identity;
  }

  /** One that SIGTERM does not end, with a child; both pids. */
  async stubborn(): Promise<readonly [ProcessIdentity, ProcessIdentity]> {
    const file = join(this.home, 'child');
    const script = `trap '' TERM; sleep 600 & echo $! > '${file}'; wait; wait`;
    const parent = await this.process(script);
    const text = await until('the pid of the child', () => {
      const written = existsSync(file) ? readFileSync(file, 'utf8') : '';
      return written.endsWith('\n') && written;
    });
    return [parent, await this.identify(Number(text))];
  }

  /** Writes its record; gives the path. */
  sidecar(identity: ProcessIdentity, over: Partial<ProcessRecord> = {}): string {
    const common = { identity, started: '2026-01-01T00:00:00.000Z', home: this.home };
    const address = join(this.run, 'e6.sock');
    const record = { kind: 'sidecar', ...common, address, ...over } as ProcessRecord;
    return this.pathOf(writeRecord(this.run, record));
  }

  shim(identity: ProcessIdentity, parent: ProcessIdentity | null, home = this.home): string {
    const common = { identity, started: '2026-01-01T00:00:00.000Z', home };
    return this.pathOf(writeRecord(this.run, { kind: 'mcp', ...common, parent }));
  }

  beats(path: string): void {
    this.beating.add(path);
  }

  fallsSilent(path: string): void {
    this.beating.delete(path);
  }

  /** Listens there, and answers like a sidecar that lives, or not at all. */
  async listens(path: string, answer: 'answers' | 'silent'): Promise<void> {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      if (answer === 'answers') socket.on('data', () => socket.end('Content-Length: 2\r\n\r\n{}'));
    });
    this.servers.push(server);
    server.listen(path);
    await once(server, 'listening');
  }

  /** A socket file that nobody listens on. */
  async leftSocket(path: string): Promise<void> {
    const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
    await once(spawn(process.execPath, ['-e', script], { stdio: 'ignore' }), 'exit');
    assert.ok(existsSync(path));
  }

  /** Five seconds pass: those that beat do, and we look. */
  async pass(): Promise<void> {
    this.clock.advance(5_000);
    const seconds = this.clock.wallMs() / 1_000;
    for (const path of this.beating) utimesSync(path, seconds, seconds);
    await this.reaper.look();
    this.reaper.approve(this.reaper.planned.map(({ id }) => id));
    await this.reaper.look();
  }

  lives({ pid }: ProcessIdentity): boolean {
    return isProcessThere(pid);
  }

  /** Named like a record. */
  get newRecordPath(): string {
    return this.pathOf(randomBytes(8).toString('hex'));
  }

  private pathOf(nonce: string): string {
    return join(this.run, `${nonce}.json`);
  }

  close(): void {
    this.reaper.dispose();
    for (const server of this.servers) server.close();
    for (const { pid } of this.children) endOne(pid ?? 0, 'SIGKILL');
    rmSync(this.home, { recursive: true });
  }
}
