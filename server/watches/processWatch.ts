import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { build, buildDate } from '../../shared/build.ts';
import { delay, everyInStep, systemClock, timestamp, type Clock } from '../../shared/clock.ts';
import { homeLayout } from '../../shared/home.ts';
import { DisposableStore, type Disposable } from '../../shared/lifecycle.ts';
import type { CleanupParams, CleanupPlan, RegisterParams } from '../../shared/processes.ts';
import { beats } from '../../shared/beats.ts';
import type { OwnVitals, ProcessOutlet } from '../handlers/deps.ts';
import type { Caller } from '../handlers/table.ts';
import { CpuMeter } from '../process/cpuMeter.ts';
import { endProcess } from '../process/ending.ts';
import { platformSource, standingOf, type ProcessIdentity } from '../process/identity.ts';
import type { Log } from '../process/log.ts';
import type { LoopDelay } from '../process/loopDelay.ts';
import { keepRecord, readRecords, removeRecord, writeRecord } from '../process/record.ts';
import { listRecorded, type RecordedProcess } from '../process/recorded.ts';
import { Reaper } from '../process/reaper/reaper.ts';
import { probe } from '../socket/probe.ts';

export interface ProcessWatchOptions {
  readonly home: string;
  readonly identity: ProcessIdentity;
  readonly epoch: number;
  /** Where this sidecar listens, or is about to. */
  readonly address: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly loopDelay: LoopDelay;
  readonly staleMs: () => number;
  readonly isOpen: (session: number) => boolean;
}

/** Clients wait for the sidecar to be there, not for what others left: so much later it looks. */
const beginMs = 1_000;
/** A client gives an answer two seconds; a look may have to wait for a process that hangs. */
const answerMs = 1_000;
/** A client that ended badly needs so long until it is really gone. */
const graceMs = 2_000;

/** Everything about the processes of this home: how this one is, who else is there, what is cleaned up. */
export class ProcessWatch implements ProcessOutlet, Disposable {
  private readonly life = new DisposableStore();
  private readonly options: ProcessWatchOptions;
  private readonly home: string;
  private readonly runFolder: string;
  private readonly cpu: CpuMeter;
  private readonly reaper: Reaper;
  private readonly startedMs: number;
  private readonly records = new Map<number, string>();
  /** Sessions that end in order: their processes are about to go. */
  private readonly left = new Set<number>();

  constructor(options: ProcessWatchOptions) {
    const { home, clock, log } = options;
    this.options = options;
    this.home = realpathSync(home);
    this.runFolder = join(home, homeLayout.run);
    this.startedMs = clock.monotonicMs();
    this.cpu = new CpuMeter(clock);
    this.reaper = this.life.add(new Reaper(this.scene(), log));
  }

  /** Keeps the record of this process, and looks for what others left. */
  start(): void {
    const { clock, identity, address } = this.options;
    const about = { identity, started: timestamp(clock), home: this.home };
    this.life.add(keepRecord(this.runFolder, { kind: 'sidecar', ...about, address }, clock));
    this.life.add(
      everyInStep(clock, beats.periodMs, () => {
        this.cpu.turn();
        this.options.loopDelay.turn();
      }),
    );
    this.life.add(clock.after(beginMs, () => void this.reaper.begin()));
  }

  dispose(): void {
    this.life.dispose();
  }

  readonly vitals = (): OwnVitals => ({
    uptime_s: Math.round((this.options.clock.monotonicMs() - this.startedMs) / 100) / 10,
    rss_bytes: process.memoryUsage.rss(),
    cpu_percent: this.cpu.percent,
    event_loop_delay_ms: this.options.loopDelay.read(),
    build,
    build_date: buildDate,
  });

  readonly recorded = (): Promise<readonly RecordedProcess[]> =>
    listRecorded(this.runFolder, {
      nowMs: this.options.clock.wallMs(),
      staleMs: this.options.staleMs(),
      standingOf: (other) => standingOf(other, this.options.identity),
    });

  get cleaned(): Reaper['cleaned'] {
    return this.reaper.cleaned;
  }

  readonly cleanUp = async ({ approve = [] }: CleanupParams): Promise<CleanupPlan> => {
    this.reaper.approve(approve);
    await Promise.race([this.reaper.look(), delay(this.options.clock, answerMs)]);
    const done = this.reaper.cleaned.filter(({ id }) => approve.includes(id));
    return { planned: this.reaper.planned, done };
  };

  readonly register = async (caller: Caller, params: RegisterParams): Promise<string | null> => {
    const { identity } = this.options;
    if (caller.kind !== 'mcp' || params.namespace !== identity.namespace) return null;
    const kept = this.recordOf(caller, params.record);
    const nonce = kept ?? (await this.writeRecordOf(caller, params.parent_pid));
    if (nonce !== null) this.records.set(caller.id, nonce);
    return nonce;
  };

  private recordOf(caller: Caller, nonce: string | undefined): string | null {
    const found = readRecords(this.runFolder).find((one) => one.nonce === nonce);
    return found?.record.identity.pid === caller.process.pid ? found.nonce : null;
  }

  private async writeRecordOf(caller: Caller, parentPid: number): Promise<string | null> {
    const shim = await this.identify(caller.process.pid);
    if (shim === null) return null;
    const parent = await this.identify(parentPid);
    // Who left meanwhile does not take it away.
    if (this.left.has(caller.id) || !this.options.isOpen(caller.id)) return null;
    const started = timestamp(this.options.clock);
    const about = { identity: shim, started, home: this.home, parent };
    return writeRecord(this.runFolder, { kind: 'mcp', ...about });
  }

  readonly leaves = (session: number): void => {
    const nonce = this.records.get(session);
    this.records.delete(session);
    this.left.add(session);
    if (nonce !== undefined) removeRecord(this.runFolder, nonce);
  };

  /** Of who speaks over a session, by its record; null where it has none. */
  identityOf(session: number): ProcessIdentity | null {
    const nonce = this.records.get(session);
    if (nonce === undefined) return null;
    const found = readRecords(this.runFolder).find((one) => one.nonce === nonce);
    return found?.record.identity ?? null;
  }

  /** A shim that was killed leaves its record. */
  sessionClosed(session: number): void {
    const nonce = this.records.get(session);
    this.records.delete(session);
    this.left.delete(session);
    if (nonce === undefined) return;
    const timer = this.life.add(
      this.options.clock.after(graceMs, () => {
        this.life.release(timer);
        void this.clearUpAfter(nonce);
      }),
    );
  }

  private async clearUpAfter(nonce: string): Promise<void> {
    this.reaper.approve([`record:${nonce}`]);
    await this.reaper.look();
  }

  /** Null for a pid that cannot be told from its next bearer. */
  private async identify(pid: number): Promise<ProcessIdentity | null> {
    if (pid <= 0) return null;
    const { started } = await platformSource().look(pid);
    return started === null ? null : { ...this.options.identity, pid, started };
  }

  private scene(): ConstructorParameters<typeof Reaper>[0] {
    const { identity, epoch, address, clock } = this.options;
    return {
      home: this.home,
      runFolder: this.runFolder,
      epoch,
      address,
      clock,
      standingOf: (other) => standingOf(other, identity),
      answersAt: async (at) => (await probe(at, clock)) === 'answers',
      end: (target) => endProcess(target, identity, systemClock),
    };
  }
}
