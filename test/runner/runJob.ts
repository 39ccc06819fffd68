import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { systemClock } from '../../shared/clock.ts';
import { root, type Job } from './layers.ts';
import type { TestEvent } from './reporter.ts';

/** How long a process may take to end when its tests are over. */
const endingMs = 60_000;

const mocha = join(root, 'node_modules/mocha/bin/mocha.js');
const reporter = join(root, 'test/runner/reporter.ts');
/** What one process compiled, the next ones begin with; the reporter keeps it from what tests start. */
const env = { ...process.env, NODE_COMPILE_CACHE: join(root, 'test-results/compiled') };

/**
 * Runs the files of a job in a process of their own and says what it wrote. A process that ends badly
 * or not at all after its last test (a leak, a late error), or that ran no test, has failed.
 */
export async function runJob(
  { files }: Job,
  outputFile: string,
  hear: (event: TestEvent) => void,
): Promise<string> {
  const output = openSync(outputFile, 'w');
  // A file, because a pipe would stay open as long as anything that was started lives.
  const stdio = ['ignore', output, output, 'ipc'] as const;
  const child = spawn(process.execPath, [mocha, '--reporter', reporter, ...files], {
    cwd: root,
    env,
    stdio: [...stdio],
  });
  closeSync(output);
  let tests = 0;
  let failures = 0;
  let ending = { dispose: (): void => undefined };
  child.on('message', (event: TestEvent) => {
    if (event.kind === 'over') {
      ending = systemClock.after(endingMs, () => child.kill('SIGKILL'));
      return;
    }
    tests += 1;
    if (event.kind === 'failed') failures += 1;
    hear(event);
  });
  const [[code, signal]] = (await Promise.all([
    once(child, 'exit'),
    // What was told last may come after the end.
    once(child, 'disconnect'),
  ])) as [[number | null, NodeJS.Signals | null], unknown];
  ending.dispose();
  if (tests === 0 || (code !== 0 && failures === 0)) {
    const error = `${tests} tests ran, none failed, and it ended with ${String(signal ?? code)}`;
    hear({ kind: 'failed', title: files.join(', '), error });
  }
  return readFileSync(outputFile, 'utf8');
}
