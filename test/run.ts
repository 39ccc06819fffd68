// Entry: node test/run.ts [layer …]
// Builds, then runs every layer of tests (or the named ones) and says what came of each.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { Board, describe, secondsOf } from './runner/board.ts';
import { assertNoneForgotten, jobsOf, layerNames, root, type Job } from './runner/layers.ts';
import { runJob } from './runner/runJob.ts';

/** More would only be tried where nobody has looked: two cores are what the project promises for. */
const cores = Math.min(2, availableParallelism());
const results = join(root, 'test-results');

/**
 * Side by side, in their order: a job that works for each core, and one that waits. Then, one after the
 * other, those that want the machine for themselves.
 */
async function runAll(jobs: readonly Job[]): Promise<Board> {
  const board = new Board(jobs);
  const run = async (job: Job): Promise<void> => {
    const startedMs = performance.now();
    const outputFile = join(results, `job-${jobs.indexOf(job)}.txt`);
    const output = await runJob(job, outputFile, (event) => board.hear(job, event));
    board.end(job, performance.now() - startedMs, output);
  };
  const lane = async (...queues: Job[][]): Promise<void> => {
    const next = (): Job | undefined => queues.find(({ length }) => length > 0)?.shift();
    for (let job = next(); job !== undefined; job = next()) await run(job);
  };
  const [works, waits, alone] = (['works', 'waits', 'alone'] as const).map((kind) =>
    jobs.filter((job) => job.kind === kind),
  ) as [Job[], Job[], Job[]];
  await Promise.all([...Array.from({ length: cores }, () => lane(works, waits)), lane(waits)]);
  await lane(alone);
  return board;
}

async function build(): Promise<boolean> {
  const [code] = (await once(start('esbuild.mjs', '--package'), 'exit')) as [number | null];
  return code === 0;
}

function start(...words: string[]): ChildProcess {
  return spawn(process.execPath, words, { cwd: root, stdio: 'inherit' });
}

const named = process.argv.slice(2);
const unknown = named.filter((name) => !layerNames.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`No layer is called ${unknown.join(', ')}: ${layerNames.join(', ')}\n`);
  process.exit(2);
}
assertNoneForgotten(layerNames.flatMap(jobsOf));
const startedMs = performance.now();
mkdirSync(results, { recursive: true });
if (named.length === 0) start('test/runner/fetch.ts');
if (!(await build())) process.exit(1);
const board = await runAll((named.length > 0 ? named : layerNames).flatMap(jobsOf));
process.stdout.write(`\nin ${secondsOf(performance.now() - startedMs)} on ${cores} cores\n`);
process.stdout.write(board.sayUntried());
const { sum } = board;
process.stdout.write(`${describe(sum)}\n`);
process.exitCode = sum.failed === 0 && sum.skipped === 0 && sum.passed > 0 ? 0 : 1;
