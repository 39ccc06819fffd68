import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { delay, systemClock } from '../../../shared/clock.ts';
import { segmentEpochs } from '../../../server/store/log/segment.ts';
import { checkHistories, countFaults } from '../../proof/histories/checkHistories.ts';
import type { FaultKind, KeptAgent } from '../../proof/histories/checkHistories.ts';
import { ClientLog } from '../../proof/histories/clientLog.ts';
import { programEnv, programOf } from '../../support/program.ts';
import { seededRandom, type SeededRandom } from '../../support/seededRandom.ts';
import { until } from '../../support/until.ts';
import { openIn } from '../../unit/store/openIn.ts';

/** With the lock, without it, and without the fence that makes it safe to be without it. */
export type Mode = 'locked' | 'unlocked' | 'unfenced';

export interface ArenaOptions {
  readonly home: string;
  readonly mode: Mode;
  readonly seed: number;
  readonly faults: number;
  /** Of so many faults one is a kill, the others are stops. */
  readonly stopsPerKill: number;
}

/** What was done to the processes, and what became of what they had acknowledged. */
export interface Tally extends Readonly<Record<FaultKind, number>> {
  readonly kills: number;
  readonly stops: number;
  readonly rotations: number;
  readonly collections: number;
  readonly acknowledged: number;
}

/** A line of one of them. */
interface Heard {
  readonly client: string;
  readonly agent: string;
  readonly mark: string;
}

const rivals = 3;

/** Real processes that want one store, while they are killed and stopped. */
export class Arena {
  private readonly options: ArenaOptions;
  private readonly random: SeededRandom;
  private readonly log = new ClientLog();
  private readonly rotated = new Set<string>();
  private program = '';
  private children: ChildProcess[] = [];
  /** Everybody else is to go on: what no error of the store explains is a fault of ours. */
  private readonly killed = new Set<ChildProcess>();
  private readonly crashes: string[] = [];
  private readonly ends: Promise<unknown>[] = [];
  private started = 0;
  private count = 0;
  private kills = 0;
  private stops = 0;

  constructor(options: ArenaOptions) {
    this.options = options;
    this.random = seededRandom(options.seed);
  }

  /** Gated by faults, not by seconds: what was lost once was lost after 90 s, and not after 20. */
  async torture(): Promise<void> {
    const { faults, stopsPerKill } = this.options;
    try {
      this.program = await programOf(join(import.meta.dirname, 'rival.ts'));
      while (this.children.length < rivals) this.spawn();
      await until('something is acknowledged', () => this.count > 0, 60_000);
      for (let fault = 0; fault < faults; fault += 1) {
        const before = this.count;
        if (fault % (stopsPerKill + 1) === 0) this.kill();
        else await this.stopForAWhile();
        // Every other fault waits until somebody leads again, so that there is something to lose.
        const goesOn = (): boolean => this.count > before + 5;
        if (fault % 2 === 0) await until('acknowledgements go on', goesOn, 60_000);
      }
    } finally {
      for (const child of this.children) this.end(child);
      // Their last words count, and one that is still ending still holds the lock.
      await Promise.all(this.ends);
    }
  }

  async audit(): Promise<Tally> {
    const { home, mode } = this.options;
    // Without the fence they write into what others have written: there anything may happen to them.
    if (mode !== 'unfenced') assert.deepEqual(this.crashes, []);
    const epochs = segmentEpochs(readdirSync(join(home, 'store')));
    const collections = (epochs.at(-1) ?? 0) + 1 - epochs.length;
    const store = await openIn(home);
    const kept = new Map<string, KeptAgent>();
    for (const { agent_id } of store.list()) {
      const newest = store.read(agent_id)?.version ?? 0;
      const { points } = await store.history(agent_id, {});
      const marked = points.map(({ version, time }) => ({ version, mark: String(time) }));
      kept.set(agent_id, { newest, points: marked });
    }
    await store.close();
    const { kills, stops, count: acknowledged } = this;
    const faults = countFaults(checkHistories(this.log, kept, 'answers of each'));
    return { kills, stops, rotations: this.rotated.size, collections, acknowledged, ...faults };
  }

  private spawn(): void {
    const { home, mode } = this.options;
    this.started += 1;
    const args = [join(home, 'store'), String(this.started), mode];
    const child = spawn(process.execPath, [this.program, ...args], {
      env: programEnv,
      stdio: ['pipe', 'pipe', 'inherit'],
      // An interruption from the keyboard is for who drives them.
      detached: true,
    });
    const client = String(this.started);
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.hear(client, line);
    });
    this.children.push(child);
    this.ends.push(once(child, 'close').then(([code]) => this.closed(child, client, code)));
  }

  private closed(child: ChildProcess, client: string, code: unknown): void {
    if (!this.killed.has(child)) this.crashes.push(`rival ${client} ended with ${String(code)}`);
  }

  private end(child: ChildProcess): void {
    if (child.exitCode === null) this.killed.add(child);
    child.kill('SIGKILL');
  }

  private hear(client: string, line: string): void {
    const [what = '', version, number = ''] = line.split(' ');
    if (what === 'rotated') this.rotated.add(line);
    else this.acknowledge({ client, agent: what, mark: number }, Number(version));
  }

  private acknowledge({ client, agent, mark }: Heard, version: number): void {
    this.log.answer(this.log.ask(client, agent, mark), version);
    this.count += 1;
  }

  private kill(): void {
    const at = Math.floor(this.random.uniform() * this.children.length);
    const [victim] = this.children.splice(at, 1);
    assert(victim !== undefined, 'there is always somebody to kill');
    this.end(victim);
    this.kills += 1;
    this.spawn();
  }

  private async stopForAWhile(): Promise<void> {
    const victim = this.children[Math.floor(this.random.uniform() * this.children.length)];
    victim?.kill('SIGSTOP');
    this.stops += 1;
    const count = this.count + Math.floor(this.random.uniform() * 40);
    // Long enough for others to lead, if there is a way for them.
    const limitMs = 5 + this.random.uniform() * 60;
    const startMs = systemClock.monotonicMs();
    while (this.count < count && systemClock.monotonicMs() - startMs < limitMs) {
      await delay(systemClock, 2);
    }
    victim?.kill('SIGCONT');
  }
}
