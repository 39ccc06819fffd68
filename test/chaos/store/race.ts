import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { systemClock } from '../../../shared/clock.ts';
import { programEnv, programOf } from '../../support/program.ts';
import { ownIdentity } from '../../../server/process/identity.ts';

/** Ours, or proper-lockfile as it comes, for comparison. */
export type Kind = 'ours' | 'stock';
/** What is there when the racers come. */
export type Left =
  | 'the lock of a dead process'
  | 'nothing'
  | 'an empty lock folder'
  | 'a folder untouched for a minute';

export interface Round {
  readonly winners: number;
  /** Those that were told that another one has it. */
  readonly losers: number;
  readonly answers: readonly string[];
  readonly tookMs: number;
}

/** Processes that want the same lock at the same moment, round after round. */
export class Race {
  private readonly racers: readonly Racer[];

  private constructor(racers: readonly Racer[]) {
    this.racers = racers;
  }

  static async gather(count: number, kind: Kind): Promise<Race> {
    return new Race(await Promise.all([...Array(count).keys()].map(() => startRacer(kind))));
  }

  /** `path` is new in each round. */
  async run(path: string, left: Left): Promise<Round> {
    await leave(left, `${path}.lock`);
    const startMs = systemClock.monotonicMs();
    const answers = await Promise.all(this.racers.map((racer) => racer.ask(path)));
    const tookMs = systemClock.monotonicMs() - startMs;
    await Promise.all(this.racers.map((racer) => racer.ask('release')));
    const winners = answers.filter((answer) => answer === 'held').length;
    const losers = answers.filter((answer) => answer === 'LOCKED').length;
    return { winners, losers, answers, tookMs };
  }

  end(): void {
    for (const { child } of this.racers) child.kill('SIGKILL');
  }
}

interface Racer {
  readonly child: ChildProcess;
  ask(line: string): Promise<string>;
}

async function startRacer(kind: Kind): Promise<Racer> {
  const program = await programOf(join(import.meta.dirname, 'lockRacer.ts'));
  const child = spawn(process.execPath, [program, kind], {
    env: programEnv,
    stdio: ['pipe', 'pipe', 'inherit'],
    // An interruption from the keyboard is for who drives them.
    detached: true,
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const line = await lines.next();
    assert(line.done !== true, 'a racer ended');
    return line.value;
  };
  assert.equal(await answer(), 'ready');
  return {
    child,
    ask: (line) => {
      child.stdin.write(`${line}\n`);
      return answer();
    },
  };
}

async function leave(what: Left, folder: string): Promise<void> {
  assert(!existsSync(folder), 'a path is raced for once');
  if (what === 'nothing') return;
  mkdirSync(folder);
  if (what === 'a folder untouched for a minute') {
    const then = systemClock.wallMs() / 1_000 - 60;
    utimesSync(folder, then, then);
  }
  if (what !== 'the lock of a dead process') return;
  const dead = { ...(await ownIdentity()), started: '1' };
  writeFileSync(join(folder, 'o-dead'), JSON.stringify(dead));
}
