import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import { until } from '../support/until.ts';
import type { Setting } from './bench.ts';
import { drive, perSecond } from './drive.ts';
import { agentCount, messagesFor } from './message.ts';
import { Subject } from './subject.ts';

const sidecar = join(import.meta.dirname, '../../dist/sidecar.js');
const messages = messagesFor(agentCount);
const shown = 40;
/** Finer than the default of 1 ms, which is longer than what is looked for. */
const intervalMicros = '250';

/** As `--cpu-prof` writes it. */
interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: {
    readonly functionName: string;
    readonly url: string;
    readonly lineNumber: number;
  };
  readonly children?: readonly number[];
}

/** Where the sidecar spends its time under check-ins, 64 in flight: functions, own time and with callees. */
export async function profileCheckIns({ place, extent, say }: Setting): Promise<string> {
  const home = place.home();
  const folder = place.folder();
  const options = ['--cpu-prof', '--cpu-prof-interval', intervalMicros, '--cpu-prof-dir', folder];
  const words = [...options, sidecar, '--home', home.path];
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

interface Cost {
  own: number;
  total: number;
}

function describe(profile: CpuProfile, count: number): string {
  const costs = costsOf(profile);
  const idle = costs.get('(idle)')?.own ?? 0;
  const busy = [...costs.values()].reduce((sum, { own }) => sum + own, 0) - idle;
  const list = (by: keyof Cost): string[] =>
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
    '\nown time, share and a check-in',
    ...list('own'),
    '\nwith what it calls',
    ...list('total'),
  ].join('\n');
}

/** Microseconds by function. With callees a function counts once, however often it is on the stack. */
function costsOf({ nodes, samples, timeDeltas }: CpuProfile): Map<string, Cost> {
  const own = new Map<number, number>();
  for (const [at, id] of samples.entries()) {
    own.set(id, (own.get(id) ?? 0) + (timeDeltas[at] ?? 0));
  }
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const costs = new Map<string, Cost>();
  const visit = (node: ProfileNode, above: readonly string[]): number => {
    const name = nameOf(node);
    const cost = costs.get(name) ?? { own: 0, total: 0 };
    costs.set(name, cost);
    let total = own.get(node.id) ?? 0;
    cost.own += total;
    const stack = [...above, name];
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child !== undefined) total += visit(child, stack);
    }
    if (!above.includes(name)) cost.total += total;
    return total;
  };
  const [first] = nodes;
  if (first !== undefined) visit(first, []);
  return costs;
}

function nameOf({ callFrame }: ProfileNode): string {
  const { functionName, url, lineNumber } = callFrame;
  const name = functionName === '' ? '(anonymous)' : functionName;
  return url === '' ? name : `${name}  ${basename(url)}:${lineNumber + 1}`;
}
