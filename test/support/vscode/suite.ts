import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { until } from '../until.ts';
import { progress, repositoryRoot, timed } from './asset.ts';
import type { VscodeServer } from './server.ts';
import type { SuiteEvent, SuitePlaces } from './suiteEntry.ts';
import { remote } from './openWindow.ts';

export interface SuiteOptions {
  /** Mocha files (tdd ui) with `vscode` at hand; absolute paths. */
  readonly files: readonly string[];
  readonly limitMs?: number;
}

/** A bundle that any VS Code, the one here or a desktop one, takes as `extensionTestsPath`. */
export interface SuiteBundle {
  readonly entry: string;
  readonly resultFile: string;
  /** An extension without content: VS Code runs suites only when it develops an extension. */
  readonly carrier: string;
}

/**
 * Runs mocha files inside the extension host of a new window and prints each result as it comes.
 * The server must have been started with the smoke test driver. Throws when a test failed, when
 * none ran, or when the host did not finish. Returns how many passed.
 */
export async function runSuite(server: VscodeServer, options: SuiteOptions): Promise<number> {
  const bundle = await bundleSuite(options.files, server.root);
  await timed('suite in the extension host', () => runBundle(server, bundle, options));
  return judge(bundle);
}

async function runBundle(
  server: VscodeServer,
  bundle: SuiteBundle,
  options: SuiteOptions,
): Promise<void> {
  let exitCode: number | undefined;
  const window = await server.openWindow({
    payload: {
      extensionDevelopmentPath: remote(server, bundle.carrier),
      extensionTestsPath: remote(server, bundle.entry),
    },
    prepare: async (page) => {
      // A person is asked once, by the browser.
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.exposeFunction('codeAutomationLog', () => undefined);
      await page.exposeFunction('codeAutomationExit', (code: number) => {
        exitCode = code;
      });
    },
  });
  const printer = printing(bundle);
  await until(
    'the suite ended',
    () => (printer(), exitCode !== undefined),
    options.limitMs ?? 240_000,
  );
  printer();
  await window.close();
}

/** Suites about the installed extension, for every kind of VS Code. */
export async function editorSuites(): Promise<string[]> {
  const folder = path.join(repositoryRoot, 'test/editor/suites');
  const names = await readdir(folder);
  const suites = names.filter((name) => name.endsWith('.suite.ts'));
  return suites.map((name) => path.join(folder, name));
}

/** The extension as users get it; `npm run package` makes it. */
export const watchstanderVsix = path.join(repositoryRoot, 'dist/watchstander.vsix');

/** Makes a folder with the bundle in `parent`; whoever owns `parent` removes it. */
export async function bundleSuite(files: readonly string[], parent: string): Promise<SuiteBundle> {
  const folder = await mkdtemp(path.join(parent, 'suite-'));
  const bundle = {
    entry: path.join(folder, 'suite.cjs'),
    resultFile: path.join(folder, 'results.jsonl'),
    carrier: path.join(folder, 'carrier'),
  };
  await mkdir(bundle.carrier);
  await writeFile(path.join(bundle.carrier, 'package.json'), JSON.stringify(carrierManifest));
  await build({
    stdin: { contents: entrySource(files, bundle.resultFile), resolveDir: repositoryRoot },
    outfile: bundle.entry,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode'],
    logLevel: 'warning',
  });
  return bundle;
}

const carrierManifest = {
  name: 'suite-carrier',
  publisher: 'fixture',
  version: '1.0.0',
  engines: { vscode: '^1.101.0' },
};

function entrySource(files: readonly string[], resultFile: string): string {
  const runner = path.join(import.meta.dirname, 'suiteEntry.ts');
  const mocha = path.join(repositoryRoot, 'node_modules/mocha/index.js');
  const places: SuitePlaces = { resultFile, mochaUrl: pathToFileURL(mocha).href };
  const requires = files.map((file) => `require(${JSON.stringify(file)});`).join('\n');
  return `import { runMocha } from ${JSON.stringify(runner)};
export const run = () => runMocha(() => {\n${requires}\n}, ${JSON.stringify(places)});`;
}

function eventsOf(bundle: SuiteBundle): SuiteEvent[] {
  if (!existsSync(bundle.resultFile)) return [];
  const lines = readFileSync(bundle.resultFile, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as SuiteEvent);
}

/** Prints what has come since it was last called. */
function printing(bundle: SuiteBundle): () => void {
  let printed = 0;
  return () => {
    const events = eventsOf(bundle);
    for (const event of events.slice(printed)) progress(lineOf(event));
    printed = events.length;
  };
}

function lineOf(event: SuiteEvent): string {
  switch (event.kind) {
    case 'pass':
      return `  ✔ ${event.title} (${String(event.durationMs)} ms)`;
    case 'fail':
      return `  ✘ ${event.title}\n${event.error}`;
    case 'pending':
      return `  - ${event.title}`;
  }
}

/** How many passed; throws when that is none, or when anything else happened. */
export function judge(bundle: SuiteBundle): number {
  const events = eventsOf(bundle);
  const others = events.filter((event) => event.kind !== 'pass');
  assert.equal(others.length, 0, others.map(lineOf).join('\n'));
  assert.notEqual(events.length, 0, 'no test ran in the extension host');
  return events.length;
}
