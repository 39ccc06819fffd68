// Entry: node test/run.ts [layer …]
// Builds, then runs every layer of tests (or the named ones) and says what came of each.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { Board, describe, secondsOf } from './runner/board.ts';
import { assertNoneForgotten, jobsOf, layerNames, root, type Job } from './runner/layers.ts';
import { runJob } from './runner/runJob.ts';

/** More would only be tried where nobody has looked: two cores are what the project promises for. */
const lanes = Math.min(2, availableParallelism());
const results = join(root, 'test-results');

/** Side by side, in their order; then, one after the other, those that want the machine for themselves. */
async function runAll(jobs: readonly Job[]): Promise<Board> {
  const board = new Board(jobs);
  const run = async (job: Job): Promise<void> => {
    const startedMs = performance.now();
    const outputFile = join(results, `job-${jobs.indexOf(job)}.txt`);
    const output = await runJob(job, outputFile, (event) => board.hear(job, event));
    board.end(job, performance.now() - startedMs, output);
  };
  const shared = jobs.filter(({ isAlone }) => !isAlone);
  const lane = async (): Promise<void> => {
    for (let job = shared.shift(); job !== undefined; job = shared.shift()) await run(job);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  for (const job of jobs.filter(({ isAlone }) => isAlone)) await run(job);
  return board;
}

async function build(): Promise<boolean> {
  const options = { cwd: root, stdio: 'inherit' } as const;
  const built = spawn(process.execPath, ['esbuild.mjs', '--package'], options);
  const [code] = (await once(built, 'exit')) as [number | null];
  return code === 0;
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
if (!(await build())) process.exit(1);
const { sum } = await runAll((named.length > 0 ? named : layerNames).flatMap(jobsOf));
process.stdout.write(`\nin ${secondsOf(performance.now() - startedMs)}, ${lanes} at a time\n`);
process.stdout.write(`${describe(sum)}\n`);
process.exitCode = sum.failed === 0 && sum.skipped === 0 && sum.passed > 0 ? 0 : 1;
