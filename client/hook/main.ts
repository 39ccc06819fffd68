import { join } from 'node:path';
import process from 'node:process';
import { systemClock } from '../../shared/clock.ts';
import { homeOrUsual } from '../connection/home.ts';
import { Hook } from './hook.ts';
import { logTrouble } from './hookLog.ts';
import { readInput } from './readInput.ts';

/** For what is not the sidecar's to be late with: a program that hands over no event, above all. */
const longestMs = 2_000;

/**
 * Entry of dist/hook.js: `hook.js <harness> [event]`, one event as JSON on stdin. Always exits 0: to
 * some programs anything else means that the tool must not run.
 */
async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const { home, refusal } = homeOrUsual(process.env);
  // Another home knows nothing of this agent, and is not to be told of it.
  if (refusal !== null) {
    logTrouble(home, systemClock, `${words.join(' ')}: ${refusal.message} It goes on.`);
    leave('');
    return;
  }
  const sidecarFile = join(import.meta.dirname, 'sidecar.js');
  hook = new Hook({ home, sidecarFile, clock: systemClock, words });
  systemClock.after(longestMs, () => leave(hook?.runOut() ?? ''));
  leave(await hook.take(await readInput(process.stdin)));
}

let hook: Hook | null = null;
let isLeaving = false;

/** Once: what was said first is to reach the program, whatever happens afterwards. */
function leave(said: string): void {
  if (isLeaving) return;
  isLeaving = true;
  process.stdout.on('error', () => process.exit(0));
  if (said === '') process.exit(0);
  process.stdout.write(said, () => process.exit(0));
}

process.on('uncaughtException', (error) => leave(hook?.fail(error) ?? ''));
void main();
