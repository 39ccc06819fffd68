// Entry: node test/run.ts [layer …]
// Builds, then runs every layer of tests (or the named ones) and says what came of each.
import { spawn } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { LayerCounts } from './support/layerReporter.ts';

const root = join(import.meta.dirname, '..');

/** In the order in which a fault is cheapest to find. */
const layers: Record<string, readonly string[]> = {
  tidy: ['test/tidy.test.ts'],
  unit: ['test/unit/**/*.test.ts'],
  simulation: ['test/sim/**/*.test.ts'],
  integration: ['test/integration/**/*.test.ts'],
  chaos: ['test/chaos/**/*.test.ts'],
  agents: ['test/agents/*.test.ts'],
  editor: ['test/editor/**/*.test.ts', 'test/demo/*.test.ts'],
};

/** Runs a program to its end with its output on ours. */
function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  return new Promise((resolve) => {
    const options = { cwd: root, env: { ...process.env, ...env }, stdio: 'inherit' } as const;
    spawn(process.execPath, args, options).once('exit', (code) => resolve(code ?? 1));
  });
}

async function runLayer(name: string): Promise<LayerCounts> {
  const files = globSync([...(layers[name] ?? [])], { cwd: root }).sort();
  if (files.length === 0) throw new Error(`The layer ${name} has no tests.`);
  const file = join(root, 'test-results', `${name}.json`);
  rmSync(file, { force: true });
  const mocha = 'node_modules/mocha/bin/mocha.js';
  const reporter = join(root, 'test/support/layerReporter.ts');
  const env = { WATCHSTANDER_LAYER: name, WATCHSTANDER_LAYER_FILE: file };
  const code = await run([mocha, '--reporter', reporter, ...files], env);
  const counts = JSON.parse(readFileSync(file, 'utf8')) as LayerCounts;
  // A process that ends badly after its last test (a leak, a late error) has failed.
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

async function runAll(names: readonly string[]): Promise<LayerCounts> {
  const sum: LayerCounts = { passed: 0, failed: 0, skipped: 0 };
  for (const name of names) {
    const startedMs = performance.now();
    process.stdout.write(`${name} …\n`);
    const counts = await runLayer(name);
    const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
    process.stdout.write(`${name}: ${describe(counts)} in ${seconds} s\n`);
    sum.passed += counts.passed;
    sum.failed += counts.failed;
    sum.skipped += counts.skipped;
  }
  return sum;
}

function describe({ passed, failed, skipped }: LayerCounts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

const named = process.argv.slice(2);
const unknown = named.filter((name) => !Object.hasOwn(layers, name));
if (unknown.length > 0) {
  process.stderr.write(
    `No layer is called ${unknown.join(', ')}: ${Object.keys(layers).join(', ')}\n`,
  );
  process.exit(2);
}
mkdirSync(join(root, 'test-results'), { recursive: true });
if ((await run(['esbuild.mjs', '--package'])) !== 0) process.exit(1);
const sum = await runAll(named.length > 0 ? named : Object.keys(layers));
process.stdout.write(`\n${describe(sum)}\n`);
process.exitCode = sum.failed === 0 && sum.skipped === 0 ? 0 : 1;
