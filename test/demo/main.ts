// Entry of `npm start`: the extension in a VS Code on a throwaway home, with a fleet that reports.
// `npm start -- --check` looks at the screen itself and ends; `--packaged` takes the package that is there.
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { endProcessesNaming } from '../support/vscode/processes.ts';
import { check } from './check.ts';
import { addressOf, Demonstration, say } from './demonstration.ts';
import { desktopEditor } from './desktop.ts';

class Interrupted extends Error {}

async function show(demonstration: Demonstration): Promise<void> {
  await demonstration.openFleet();
  const code = desktopEditor(process.env);
  if (code === null) {
    const server = await demonstration.openServer();
    say(`open ${addressOf(server)}`);
    say('and click Watchstander in the activity bar');
    await new Promise(() => undefined);
  } else {
    const editor = await demonstration.openDesktop(code);
    say('click Watchstander in the activity bar; closing the window ends everything, too');
    await editor.closed;
  }
}

async function lookItself(demonstration: Demonstration): Promise<void> {
  const server = await demonstration.openServer();
  await demonstration.openFleet();
  await check(server);
}

async function run(demonstration: Demonstration, words: readonly string[]): Promise<void> {
  if (!words.includes('--packaged')) await demonstration.build();
  await (words.includes('--check') ? lookItself(demonstration) : show(demonstration));
}

function interruption(): Promise<never> {
  return new Promise((_resolve, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => reject(new Interrupted(signal)));
    }
  });
}

async function main(words: readonly string[]): Promise<number> {
  const isCheck = words.includes('--check');
  const interrupted = interruption();
  const root = ownTemporaryFolder();
  const demonstration = new Demonstration();
  say('a demonstration on a throwaway home; Ctrl-C ends everything');
  try {
    await Promise.race([run(demonstration, words), interrupted]);
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) return isCheck ? 1 : 0;
    say(`failed: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await demonstration.end();
    await endProcessesNaming(root);
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
    say('nothing is left running');
  }
}

/**
 * Whatever this process and its children make for the time being is in here: also what an
 * interruption left half made goes with it. A short name, because sockets have short names.
 */
function ownTemporaryFolder(): string {
  const root = mkdtempSync(path.join(tmpdir(), 'ws-'));
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) process.env[name] = root;
  return root;
}

process.exit(await main(process.argv.slice(2)));
