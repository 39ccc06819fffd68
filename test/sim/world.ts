import process from 'node:process';
import type { Clock } from '../../shared/clock.ts';
import { toDisposable } from '../../shared/lifecycle.ts';
import type { SeededRandom } from '../support/seededRandom.ts';
import { Disk } from './disk.ts';

/** A call of a process to its file system, before it happens. */
export interface Call {
  readonly process: number;
  readonly name: string;
  readonly path: string;
  /** How many calls were made before it, in the whole world. */
  readonly index: number;
}

export interface PendingCall extends Call {
  /** The effect; the process hears of it at once. */
  perform(): void;
  /** The effect, of which the process never hears: it died in the middle. */
  performUnheard(): void;
  /** The process hears of an error instead. */
  reject(code: string): void;
}

interface Timer {
  readonly process: number;
  readonly dueMs: number;
  readonly run: () => void;
}

/**
 * Everything that happens, one thing at a time and in an order drawn from the seed: calls to the
 * disk and timers of several processes, which live, stand still or are dead.
 */
export class World {
  readonly disk: Disk;
  readonly random: SeededRandom;
  /** Decides over each call; the default is that it happens. */
  fate: (call: PendingCall) => void = (call) => call.perform();
  private nowMs = 0;
  private calls = 0;
  private pending: PendingCall[] = [];
  private readonly timers = new Set<Timer>();
  private readonly dead = new Set<number>();
  private readonly stopped = new Set<number>();

  constructor(random: SeededRandom, disk = new Disk()) {
    this.random = random;
    this.disk = disk;
  }

  /** As this world would be if all its processes died now. */
  fork(random: SeededRandom): World {
    const world = new World(random, this.disk.fork());
    world.nowMs = this.nowMs;
    return world;
  }

  get callCount(): number {
    return this.calls;
  }

  clockOf(process: number): Clock {
    const after: Clock['after'] = (delayMs, run) => {
      const timer = { process, dueMs: this.nowMs + delayMs, run };
      this.timers.add(timer);
      return toDisposable(() => this.timers.delete(timer));
    };
    return {
      wallMs: () => 1_700_000_000_000 + this.nowMs,
      monotonicMs: () => this.nowMs,
      after,
      every: after,
    };
  }

  call<T>(
    process: number,
    { name, path }: Pick<Call, 'name' | 'path'>,
    act: () => T,
    onError: () => void,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.dead.has(process)) return;
      this.calls += 1;
      this.pending.push({
        process,
        name,
        path,
        index: this.calls,
        perform: () => {
          try {
            resolve(act());
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        },
        performUnheard: () => {
          try {
            act();
          } catch {
            // Nobody is left to hear of it.
            return;
          }
        },
        reject: (code) => {
          onError();
          reject(Object.assign(new Error(code), { code }));
        },
      });
    });
  }

  isStopped(process: number): boolean {
    return this.stopped.has(process);
  }

  isDead(process: number): boolean {
    return this.dead.has(process);
  }

  /** SIGKILL: what was asked for may still not have happened, nothing more will. */
  kill(process: number): void {
    this.dead.add(process);
    this.pending = this.pending.filter((call) => call.process !== process);
    for (const timer of this.timers) if (timer.process === process) this.timers.delete(timer);
  }

  /** SIGSTOP just before this call. */
  stopBefore(call: PendingCall): void {
    this.pending.push(call);
    this.stop(call.process);
  }

  stop(process: number): void {
    this.stopped.add(process);
  }

  continue(process: number): void {
    this.stopped.delete(process);
  }

  /** Runs until `done`, or until nothing can happen. Returns whether it was done. */
  async run(done: () => boolean, maxSteps = 100_000): Promise<boolean> {
    for (let step = 0; step < maxSteps; step += 1) {
      await settled();
      if (done()) return true;
      if (!this.step()) return done();
    }
    throw new Error(`not done after ${maxSteps} steps`);
  }

  private step(): boolean {
    const awake = this.pending.filter((call) => !this.stopped.has(call.process));
    const call = awake[Math.floor(this.random.uniform() * awake.length)];
    if (call !== undefined) {
      this.pending.splice(this.pending.indexOf(call), 1);
      this.fate(call);
      return true;
    }
    return this.fireTimer() || this.wake();
  }

  private fireTimer(): boolean {
    const awake = [...this.timers].filter((timer) => !this.stopped.has(timer.process));
    const [next] = awake.sort((a, b) => a.dueMs - b.dueMs);
    if (next === undefined) return false;
    this.timers.delete(next);
    this.nowMs = Math.max(this.nowMs, next.dueMs);
    next.run();
    return true;
  }

  /** Only stopped processes have something to do: the longest stopped one goes on. */
  private wake(): boolean {
    const [longest] = this.stopped;
    if (longest === undefined) return false;
    this.stopped.delete(longest);
    return true;
  }
}

/** Resolves when all promises that could go on have gone on. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}
