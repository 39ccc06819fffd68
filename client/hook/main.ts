import { join } from 'node:path';
import process from 'node:process';
import { systemClock } from '../../shared/clock.ts';
import { homeFolder } from '../connection/home.ts';
import { Hook } from './hook.ts';
import { readInput } from './readInput.ts';

/** Of our own code; with the start of Node itself an answer takes less than 300 ms. */
const answerWithinMs = 225;
/** On a busy machine that may be over before anything was done: in these turns the event is told. */
const lastTurns = 10;

/**
 * Entry of dist/hook.js: `hook.js <harness> [event]`, one event as JSON on stdin. Always exits 0: to
 * some programs anything else means that the tool must not run.
 */
async function main(): Promise<void> {
  const hook = new Hook({
    home: homeFolder(process.env),
    sidecarFile: join(import.meta.dirname, 'sidecar.js'),
    clock: systemClock,
    words: process.argv.slice(2),
  });
  systemClock.after(answerWithinMs, () => afterTurns(lastTurns, () => leave(hook.runOut())));
  leave(await hook.take(await readInput(process.stdin)));
}

function afterTurns(count: number, act: () => void): void {
  if (count === 0) act();
  else systemClock.after(1, () => afterTurns(count - 1, act));
}

function leave(said: string): void {
  process.stdout.on('error', () => process.exit(0));
  if (said === '') process.exit(0);
  process.stdout.write(said, () => process.exit(0));
}

process.on('uncaughtException', () => process.exit(0));
void main();
