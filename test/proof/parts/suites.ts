import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Counts, Order, Part } from '../part.ts';

const root = join(import.meta.dirname, '../../..');

/** Runs suites of `npm test` with more of what they try; they say how much that was. */
async function runSuites(files: readonly string[], env: NodeJS.ProcessEnv): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'watchstander-counts-'));
  const countsFile = join(folder, 'counts');
  try {
    const mocha = [join(root, 'node_modules/mocha/bin/mocha.js'), '--timeout', '0', ...files];
    const child = spawn(process.execPath, [...mocha, '--reporter', 'dot'], {
      cwd: root,
      env: { ...process.env, ...env, WATCHSTANDER_COUNTS_FILE: countsFile },
      stdio: ['ignore', 'pipe', 'pipe'],
      // An interruption from the keyboard is for who drives it.
      detached: true,
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    }
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(said.slice(-2_000));
    return sumOf(readFileSync(countsFile, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sumOf(text: string): Counts {
  const sum: Record<string, number> = {};
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [what, times] = JSON.parse(line) as [string, number];
    sum[what] = (sum[what] ?? 0) + times;
  }
  return sum;
}

const properties: Part = {
  name: 'properties',
  title: 'The model, with any numbers',
  unit: 'cases of each property',
  goal: { short: 10_000, full: 100_000 },
  how:
    'Histories of inputs of any kind, NaN, infinities and the largest numbers among them: every ' +
    'result is finite and in range, the old state untouched, a restart changes no bit, and a worse ' +
    'signal never gives a better health.',
  isParallel: true,
  async run(piece, { seed }: Order) {
    const env = {
      WATCHSTANDER_PROPERTY_RUNS: '5000',
      WATCHSTANDER_PROPERTY_SEED: String(seed + piece),
    };
    return { counts: await runSuites(['test/unit/governance/properties.test.ts'], env) };
  },
};

const sweep: Part = {
  name: 'sweep',
  title: 'Every byte of a store cut off and flipped',
  unit: 'bytes',
  goal: { short: 1, full: 1 },
  how:
    'A segment cut at each byte recovers exactly what was acknowledged before; each flipped byte is ' +
    'found when the store is opened, reported, and the damaged file kept; and found by the ' +
    'verification that opens nothing, in history files too.',
  isParallel: false,
  async run(_piece, { scale }) {
    const files = ['test/unit/store/damage.test.ts', 'test/unit/store/check.test.ts'];
    return {
      counts: await runSuites(files, { WATCHSTANDER_SWEEP_STEP: scale === 'full' ? '1' : '11' }),
    };
  },
};

export const suites: readonly Part[] = [properties, sweep];
