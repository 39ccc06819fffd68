import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { delay, systemClock } from '../../../shared/clock.ts';
import { segmentEpochs } from '../../../server/store/log/segment.ts';
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
export interface Tally {
  readonly kills: number;
  readonly stops: number;
  readonly rotations: number;
  readonly collections: number;
  readonly acknowledged: number;
  /** Acknowledged, and another update or none has that version now. */
  readonly lost: number;
  /** Versions that two leaders gave, and updates that are there twice. */
  readonly doubled: number;
  /** Versions that the history does not have. */
  readonly missing: number;
}

const rivals = 3;

/** Real processes that want one store, while they are killed and stopped. */
export class Arena {
  private readonly options: ArenaOptions;
  private readonly random: SeededRandom;
  private readonly acknowledged = new Map<string, Map<number, number>>();
  private readonly rotated = new Set<string>();
  private program = '';
  private children: ChildProcess[] = [];
  private readonly ends: Promise<unknown>[] = [];
  private doubled = 0;
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
      for (const child of this.children) child.kill('SIGKILL');
      // Their last words count, and one that is still ending still holds the lock.
      await Promise.all(this.ends);
    }
  }

  async audit(): Promise<Tally> {
    const { home } = this.options;
    const epochs = segmentEpochs(readdirSync(join(home, 'store')));
    const collections = (epochs.at(-1) ?? 0) + 1 - epochs.length;
    const store = await openIn(home);
    let [lost, missing, doubled] = [0, 0, this.doubled];
    for (const [agent, versions] of this.acknowledged) {
      const { points } = await store.history(agent, {});
      const found = new Map(points.map(({ version, time }) => [version, time]));
      const newest = store.read(agent)?.version ?? 0;
      for (let version = 1; version <= newest; version += 1) if (!found.has(version)) missing += 1;
      for (const [version, number] of versions) if (found.get(version) !== number) lost += 1;
      doubled += points.length - new Set(points.map(({ time }) => time)).size;
    }
    await store.close();
    const { kills, stops } = this;
    const rotations = this.rotated.size;
    return {
      kills,
      stops,
      rotations,
      collections,
      acknowledged: this.count,
      lost,
      doubled,
      missing,
    };
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
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.hear(line);
    });
    this.children.push(child);
    this.ends.push(once(child, 'close'));
  }

  private hear(line: string): void {
    const [what = '', version, number] = line.split(' ');
    if (what === 'rotated') this.rotated.add(line);
    else this.acknowledge(what, Number(version), Number(number));
  }

  private acknowledge(agent: string, version: number, number: number): void {
    const versions = this.acknowledged.get(agent) ?? new Map<number, number>();
    this.acknowledged.set(agent, versions);
    if (versions.has(version)) this.doubled += 1;
    versions.set(version, number);
    this.count += 1;
  }

  private kill(): void {
    const at = Math.floor(this.random.uniform() * this.children.length);
    const [victim] = this.children.splice(at, 1);
    assert(victim !== undefined, 'there is always somebody to kill');
    victim.kill('SIGKILL');
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
