// Entry of `npm run bench`: node test/bench/main.ts [--only name]… [--quick] [--profile] [--publish]
// Measures the shipped sidecar side by side with its peers; table, test-results/bench.json and .svg.
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import type { Bench, Extent } from './bench.ts';
import { benches } from './benches.ts';
import { build } from './build.ts';
import { writePerformancePage } from './page/performancePage.ts';
import { Place } from './place.ts';
import { plotReport } from './page/plot.ts';
import { profileCheckIns } from './profile.ts';
import { describeMachine, judge, type Report, type Result } from './page/report.ts';
import { writeTable } from './page/table.ts';

const root = join(import.meta.dirname, '../..');
const results = join(root, 'test-results');

interface Order {
  readonly chosen: readonly Bench[];
  readonly extent: Extent;
  readonly isProfile: boolean;
  /** Into PERFORMANCE.md, where people read it. */
  readonly isPublished: boolean;
}

class UsageError extends Error {}

function readOrder(argv: readonly string[]): Order {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: 'string', multiple: true },
      quick: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      publish: { type: 'boolean', default: false },
    },
  });
  const names = values.only ?? benches.map(({ name }) => name);
  const unknown = names.filter((name) => !benches.some((bench) => bench.name === name));
  if (unknown.length > 0) {
    const known = benches.map(({ name }) => name).join(', ');
    throw new UsageError(`No benchmark is called ${unknown.join(', ')}: ${known}`);
  }
  const chosen = benches.filter(({ name }) => names.includes(name));
  if (values.publish && (values.quick || values.only !== undefined)) {
    throw new UsageError('Only a whole run is published: leave out --quick and --only.');
  }
  return {
    chosen,
    extent: values.quick ? 'quick' : 'full',
    isProfile: values.profile,
    isPublished: values.publish,
  };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A benchmark that fails is told and does not take the others with it. */
async function runOne(bench: Bench, place: Place, extent: Extent): Promise<Result> {
  const startMs = performance.now();
  const before = oneMinuteLoad();
  const about = (): Omit<Result, 'figures'> => ({
    bench: bench.name,
    seconds: (performance.now() - startMs) / 1_000,
    load: { before, after: oneMinuteLoad() },
  });
  try {
    const sayHere = (line: string): void => say(`${bench.name}: ${line}`);
    const figures = await bench.run({ place, extent, say: sayHere });
    return { ...about(), figures: figures.map(judge) };
  } catch (error) {
    const fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...about(), figures: [], fault };
  } finally {
    await place.clear();
  }
}

function oneMinuteLoad(): number {
  return loadavg()[0] ?? NaN;
}

async function measure({ chosen, extent }: Order, place: Place): Promise<Report> {
  const done: Result[] = [];
  const started = new Date().toISOString();
  for (const [at, bench] of chosen.entries()) {
    say(`${bench.name} (${at + 1} of ${chosen.length}), load ${oneMinuteLoad().toFixed(1)} …`);
    done.push(await runOne(bench, place, extent));
  }
  return { machine: describeMachine(place), extent, started, results: done };
}

function publish(report: Report): void {
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, 'bench.json'), `${JSON.stringify(report, null, 1)}\n`);
  writeFileSync(join(results, 'bench.svg'), plotReport(report));
  say(`\n${writeTable(report)}\ntest-results: bench.json, bench.svg`);
}

async function publishPage(report: Report): Promise<void> {
  const page = join(root, 'PERFORMANCE.md');
  const style = await resolveConfig(page);
  const text = await format(writePerformancePage(report), { ...style, filepath: page });
  writeFileSync(page, text);
  writeFileSync(join(root, 'media/performance.svg'), plotReport(report));
  say('PERFORMANCE.md and media/performance.svg are of this run');
}

/** What runs is ended and what was made is removed, also on Ctrl-C. */
function clearOnSignals(place: Place): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      void place.clear().finally(() => process.exit(1));
    });
  }
}

async function main(argv: readonly string[]): Promise<number> {
  const order = readOrder(argv);
  const place = new Place();
  clearOnSignals(place);
  // What is measured is what is shipped; a profile names the lines of what is written.
  await build(...(order.isProfile ? ['--readable'] : []));
  if (order.isProfile) {
    say(await profileCheckIns({ place, extent: order.extent, say }));
    await place.clear();
    return 0;
  }
  const report = await measure(order, place);
  publish(report);
  if (order.isPublished) await publishPage(report);
  return report.results.some(({ fault }) => fault !== undefined) ? 1 : 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
