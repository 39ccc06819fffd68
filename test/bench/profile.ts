import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { until } from '../support/until.ts';
import type { Setting } from './bench.ts';
import { costsOf, type Cost, type CpuProfile, type Place } from './costs.ts';
import { drive, perSecond } from './drive.ts';
import { agentCount, messagesFor } from './message.ts';
import { Subject } from './subject.ts';

const dist = join(import.meta.dirname, '../../dist');
const program = join(dist, 'sidecarProgram.js');
const messages = messagesFor(agentCount);
const shown = 40;
/** Finer than the default of 1 ms, which is longer than what is looked for. */
const intervalMicros = '250';

/** Where the sidecar spends its time under check-ins, 64 in flight. */
export async function profileCheckIns({ place, extent, say }: Setting): Promise<string> {
  const home = place.home();
  const folder = place.folder();
  const options = ['--cpu-prof', '--cpu-prof-interval', intervalMicros, '--cpu-prof-dir', folder];
  const words = [...options, join(dist, 'sidecar.js'), '--home', home.path];
  const child = spawn(process.execPath, words, { stdio: 'ignore' });
  await until('a published endpoint', () => home.endpoint());
  const subject = await Subject.open(home);
  const load = { inFlight: 64, count: extent === 'full' ? 40_000 : 8_000 };
  const done = await drive(load, (n) => {
    const message = messages[n % messages.length];
    return message === undefined ? undefined : subject.ask(message);
  });
  say(`${done.count} check-ins under the profiler, ${perSecond(done).toFixed(0)}/s`);
  await stop(subject, child);
  const [file] = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'));
  if (file === undefined) throw new Error('The sidecar left no profile.');
  return describe(JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile, done.count);
}

async function stop(subject: Subject, child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  await subject.connection.request('watchstander/stop', { reason: 'bench' });
  subject.close();
  await ended;
}

function describe(profile: CpuProfile, count: number): string {
  const bundled = readFileSync(program, 'utf8').split('\n');
  const functions = costsOf(profile, (place) => describePlace(place, bundled));
  const rooms = costsOf(profile, (place) => roomOf(moduleOf(place, bundled), place));
  const idle = functions.get('(idle)')?.own ?? 0;
  const busy = [...functions.values()].reduce((sum, { own }) => sum + own, 0) - idle;
  const list = (costs: Map<string, Cost>, by: keyof Cost): string[] =>
    [...costs]
      .filter(([name]) => name !== '(idle)' && name !== '(root)')
      .sort(([, a], [, b]) => b[by] - a[by])
      .slice(0, shown)
      .map(([name, cost]) => {
        const share = ((cost[by] / busy) * 100).toFixed(1).padStart(6);
        return `${share} %  ${(cost[by] / count).toFixed(1).padStart(6)} µs  ${name}`;
      });
  return [
    `busy ${(busy / count).toFixed(0)} µs a check-in, idle ${(idle / count).toFixed(0)} µs`,
    ...['\nown time of rooms: share, and a check-in', ...list(rooms, 'own')],
    ...['\nown time of functions', ...list(functions, 'own')],
    ...['\nfunctions with what they call', ...list(functions, 'total')],
  ].join('\n');
}

function describePlace(place: Place, bundled: readonly string[]): string {
  const { functionName, lineNumber } = place;
  const name = functionName === '' ? '(anonymous)' : functionName;
  const module = moduleOf(place, bundled);
  return module === '' ? name : `${name}  ${module}:${lineNumber + 1}`;
}

/** Empty for the engine's own. */
function moduleOf({ url, lineNumber }: Place, bundled: readonly string[]): string {
  if (!url.endsWith(program)) return url;
  // esbuild names each module in a comment before it.
  for (let line = lineNumber; line >= 0; line -= 1) {
    const module = /^\/\/ (\S+\.\w+)$/.exec(bundled[line] ?? '')?.[1];
    if (module !== undefined) return module.replace(/^.*node_modules\//, '');
  }
  return 'sidecarProgram.js';
}

function roomOf(module: string, { functionName }: Place): string {
  if (module === '') return functionName;
  return module.startsWith('node:') ? 'node' : module.replace(/\/[^/]*$/, '');
}
