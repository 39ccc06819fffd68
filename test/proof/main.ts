// Entry of `npm run chaos`: node test/proof/main.ts [--scale short|full] [--only part]… [--seed n] [--fresh] [--name run]
// The long run: what was done and what was lost goes to test-results/<name>.json and RELIABILITY.md.
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { systemClock, timestamp } from '../../shared/clock.ts';
import { build } from '../bench/build.ts';
import { Crew } from './crew.ts';
import type { Part, Scale } from './part.ts';
import { parts } from './parts.ts';
import { Progress } from './progress.ts';
import { reliabilityPage } from './page/reliabilityPage.ts';
import {
  isDone,
  isInSight,
  lossesOf,
  newRun,
  nextPiece,
  readRun,
  take,
  writeRun,
} from './state.ts';
import type { RunState } from './state.ts';
import { currentSubject } from './subject.ts';

const root = join(import.meta.dirname, '../..');

interface Wanted {
  readonly scale: Scale;
  readonly chosen: readonly Part[];
  /** Undefined: that of the run which goes on, or a new one. */
  readonly seed: number | undefined;
  readonly isFresh: boolean;
  /** Of the files that it is kept in: runs of other names do not touch each other. */
  readonly name: string;
}

class UsageError extends Error {}

function readWanted(argv: readonly string[]): Wanted {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      scale: { type: 'string', default: 'short' },
      only: { type: 'string', multiple: true },
      seed: { type: 'string' },
      fresh: { type: 'boolean', default: false },
      name: { type: 'string', default: 'chaos' },
    },
  });
  const { scale, only = parts.map(({ name }) => name), seed, fresh: isFresh, name } = values;
  if (scale !== 'short' && scale !== 'full') throw new UsageError('--scale is short or full.');
  const unknown = only.filter((name) => !parts.some((part) => part.name === name));
  if (unknown.length > 0) {
    const known = parts.map(({ name }) => name).join(', ');
    throw new UsageError(`No part is called ${unknown.join(', ')}: ${known}`);
  }
  if (seed !== undefined && !/^\d{1,9}$/.test(seed)) throw new UsageError('--seed is a number.');
  const chosen = parts.filter(({ name }) => only.includes(name));
  return { scale, chosen, seed: seed === undefined ? undefined : Number(seed), isFresh, name };
}

const stateFile = ({ name, scale }: Pick<Wanted, 'name' | 'scale'>): string =>
  join(root, 'test-results', `${name}-${scale}.json`);

/** The run that goes on, if it is about the same code, with the same seed; else a new one. */
function openRun(wanted: Wanted): RunState {
  const { scale, seed, isFresh } = wanted;
  const subject = currentSubject();
  const earlier = isFresh ? null : readRun(stateFile(wanted));
  if (
    earlier !== null &&
    earlier.code === subject.code &&
    (seed ?? earlier.seed) === earlier.seed
  ) {
    say(`goes on with the run of ${earlier.started}, seed ${earlier.seed}`);
    return earlier;
  }
  if (earlier !== null) say('the last run was about other code or had another seed: a new one');
  const drawn = seed ?? 1 + Math.floor(Math.random() * 1_000_000);
  say(`seed ${drawn}`);
  return newRun({ scale, seed: drawn, ...subject, started: timestamp(systemClock) });
}

/** Set by an interruption: what is under way is finished, so that no process of it is left behind. */
const ending = new AbortController();

interface Means {
  readonly crew: Crew;
  /** Where the run is kept. */
  readonly path: string;
}

async function runPart(run: RunState, part: Part, { crew, path }: Means): Promise<void> {
  const progress = new Progress(run, part);
  const underWay = new Set<number>();
  const order = { seed: run.seed, scale: run.scale };
  const worker = async (): Promise<void> => {
    while (!ending.signal.aborted && !isInSight(run, part, underWay.size)) {
      const piece = nextPiece(run, part, [...underWay]);
      underWay.add(piece);
      const startedMs = performance.now();
      const outcome = await crew.do({ part: part.name, piece, order });
      underWay.delete(piece);
      take(run, part, piece, { outcome, tookMs: performance.now() - startedMs });
      writeRun(path, run);
      progress.say();
    }
  };
  progress.say();
  const hands = part.isParallel ? crew.size : 1;
  await Promise.all([...Array(hands).keys()].map(worker));
  progress.end();
}

/** The published page is of full runs only; a short one shows what it would look like. */
async function publish(run: RunState, { name }: Wanted): Promise<void> {
  writeFileSync(join(root, `test-results/${name}.json`), `${JSON.stringify(run, null, 2)}\n`);
  const isWhole =
    name === 'chaos' && run.scale === 'full' && parts.every((part) => isDone(run, part));
  const page = join(root, isWhole ? 'RELIABILITY.md' : 'test-results/RELIABILITY.md');
  const style = await resolveConfig(page);
  writeFileSync(page, await format(reliabilityPage(run, parts), { ...style, filepath: page }));
  say(`wrote ${page}`);
}

async function main(wanted: Wanted): Promise<number> {
  const run = openRun(wanted);
  // Some parts run what users get.
  await build();
  const crew = new Crew(Math.min(4, availableParallelism()));
  process.on('SIGINT', () => {
    say('\nfinishes what is under way; the same command goes on from there');
    ending.abort();
  });
  const means = { crew, path: stateFile(wanted) };
  for (const part of wanted.chosen) if (!ending.signal.aborted) await runPart(run, part, means);
  await crew.dismiss();
  await publish(run, wanted);
  const failed = wanted.chosen.filter((part) => lossesOf(run, part) > 0);
  for (const part of failed) {
    for (const { piece, what } of run.parts[part.name]?.failures ?? []) {
      say(`${part.name}, piece ${piece}: ${what}`);
    }
  }
  return failed.length === 0 ? 0 : 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  process.exitCode = await main(readWanted(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
