// Entry: stands between a test run and a server it starts. The run may end in any way, kill -9
// included; its end closes our stdin, and then nothing that was started for it may stay.
// Arguments: the run's own temporary folder, which every process of it names, then the command.
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { delay, systemClock } from '../../../shared/clock.ts';
import { until } from '../until.ts';
import { endOne, endProcessesNaming, groupLives } from './processes.ts';

const [root, command, ...args] = process.argv.slice(2);
if (root === undefined || command === undefined) throw new Error('guard <folder> <command> ...');

// Its own group, so that the whole group can be ended without the guard.
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true });
const group = -(child.pid ?? Number.NaN);
const ended = new Promise<number>((resolve) => {
  child.once('exit', (code) => {
    resolve(code ?? 1);
  });
});

async function endServer(): Promise<void> {
  endOne(-group, 'SIGTERM');
  await Promise.race([ended, delay(systemClock, 5000)]);
  endOne(-group, 'SIGKILL');
}

/** Extension hosts outlive the server by the time their extensions take to deactivate. */
async function endGroup(): Promise<void> {
  try {
    await until('extension hosts ended', () => !groupLives(-group), 4000);
  } catch {
    // Too slow to deactivate: that is what SIGKILL is for.
    endOne(group, 'SIGKILL');
  }
}

let said = '';
process.stdin.on('data', (data) => {
  said += data.toString();
});
process.stdin.on('close', () => {
  void endServer();
});
// Ctrl-C reaches the run; the guard hears of the run's end through stdin and through nothing else.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => {
  void endServer();
});

const code = await ended;
await endGroup();
// A run that asked for the stop looks after the rest itself; one that vanished cannot.
if (said !== 'stop') {
  await endProcessesNaming(root);
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
}
process.exit(code);
