import { atLeast, type Bench, type Figure, type Setting } from '../bench.ts';
import { drive, latencyMs, perSecond, type Run } from '../drive.ts';
import { agentCount, messagesFor } from '../message.ts';
import { openAppend, openBatchedAppend } from '../peers/append.ts';
import { openEcho } from '../peers/echo.ts';
import { openLockedFiles } from '../peers/lockedFiles.ts';
import { openOneFile } from '../peers/oneFile.ts';
import type { Contender, OpenContender } from '../peers/peer.ts';
import { openSqlite } from '../peers/sqlite.ts';
import { cpuMs } from '../procfs.ts';
import { Subject } from '../subject.ts';

/** Durable check-ins a second against everything they can be compared with, in turns. */
export const sideBySide: Bench = { name: 'side-by-side', run };

interface Entry {
  readonly name: string;
  readonly inFlight: number;
  readonly open: OpenContender;
}

const ours = 'check-ins';
const echo = 'echo (no disk)';
const sqlite = 'SQLite WAL, synchronous=FULL';
const oneFile = `one JSON file of ${agentCount} agents`;
const batched = 'append + fsync, 64 a sync (no socket)';

/** What does its work in this process gains nothing from more in flight. */
const peers: readonly Entry[] = [
  { name: echo, inFlight: 64, open: openEcho },
  { name: sqlite, inFlight: 1, open: openSqlite },
  { name: 'append + fsync (no socket)', inFlight: 1, open: openAppend },
  { name: batched, inFlight: 64, open: openBatchedAppend },
  // The thread pool has 4 threads, and more would only contend for the same agents.
  { name: 'proper-lockfile + write-file-atomic', inFlight: 16, open: openLockedFiles },
  { name: oneFile, inFlight: 64, open: openOneFile },
];

const messages = messagesFor(agentCount);

interface Turn {
  readonly run: Run;
  /** Of the process at the other end, a message. */
  readonly cpuMicros: number | null;
}

async function run(setting: Setting): Promise<readonly Figure[]> {
  const { place, extent, say } = setting;
  const [rounds, forMs] = extent === 'full' ? [7, 2_000] : [2, 400];
  const subject = await Subject.open(place.home());
  const entries = [{ name: ours, inFlight: 64, open: () => subject }, ...peers];
  const contenders = await Promise.all(entries.map(async ({ open }) => open(place.folder())));
  const turns = entries.map((): Turn[] => []);
  const firstEpoch = await subject.epoch();
  // The first round warms up: the just-in-time compiler has more of ours to see than of an echo.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [at, contender] of contenders.entries()) {
      const entry = entries[at];
      if (entry === undefined) continue;
      const turn = await takeTurn(contender, entry.inFlight, forMs);
      if (round === 0) continue;
      turns[at]?.push(turn);
      say(`round ${round} of ${rounds}: ${entry.name} ${perSecond(turn.run).toFixed(0)}/s`);
    }
  }
  const rotations = (await subject.epoch()) - firstEpoch;
  for (const contender of contenders) await contender.close();
  const byName = new Map(entries.map(({ name }, at) => [name, turns[at] ?? []]));
  return [...figuresOf(byName), { name: 'rotations', unit: 'rotations', values: [rotations] }];
}

async function takeTurn(contender: Contender, inFlight: number, forMs: number): Promise<Turn> {
  const { pid } = contender;
  const before = pid === null ? 0 : cpuMs(pid);
  const done = await drive({ inFlight, forMs }, (n) => {
    const message = messages[n % messages.length];
    return message === undefined ? undefined : contender.ask(message);
  });
  const cpuMicros = pid === null ? null : ((cpuMs(pid) - before) / done.count) * 1_000;
  return { run: done, cpuMicros };
}

function figuresOf(turns: ReadonlyMap<string, readonly Turn[]>): Figure[] {
  const of = (name: string): readonly Turn[] => turns.get(name) ?? [];
  const rates = (name: string): number[] => of(name).map(({ run: done }) => perSecond(done));
  const ratio = (name: string): number[] =>
    rates(name).map((rate, at) => (rates(ours)[at] ?? NaN) / rate);
  const latency = (share: number): number[] =>
    of(ours).map(({ run: done }) => latencyMs(done, share));
  return [
    ...[...turns.keys()].map((name): Figure => ({
      name: name === ours ? 'check-ins, 64 in flight' : name,
      unit: '/s',
      values: rates(name),
      // A hundred thousand a second would leave nothing to see of the others.
      ...(name === batched ? {} : { panel: 'Updates a second' }),
    })),
    { name: 'check-ins ÷ echo', unit: '×', values: ratio(echo), targets: atLeast(0.7) },
    { name: 'check-ins ÷ SQLite', unit: '×', values: ratio(sqlite), targets: atLeast(1.5) },
    { name: 'check-ins ÷ one JSON file', unit: '×', values: ratio(oneFile), targets: atLeast(20) },
    { name: 'latency p50, 64 in flight', unit: 'ms', values: latency(0.5) },
    { name: 'latency p99, 64 in flight', unit: 'ms', values: latency(0.99) },
    { name: 'longest stall', unit: 'ms', values: of(ours).map(({ run: { stallMs } }) => stallMs) },
    ...[ours, echo].map((name): Figure => ({
      name: `CPU of the server a message: ${name}`,
      unit: 'µs',
      values: of(name).flatMap(({ cpuMicros }) => (cpuMicros === null ? [] : [cpuMicros])),
    })),
  ];
}
