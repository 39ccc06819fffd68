import assert from 'node:assert/strict';
import { atMost, type Bench, type Figure, type Setting } from '../bench.ts';
import { drive, type Run } from '../drive.ts';
import { filledHome } from '../filledHome.ts';
import { messagesFor } from '../message.ts';
import { memoryMb } from '../procfs.ts';
import { Subject } from '../subject.ts';

/** Does an update cost more when there are more agents? Two sidecars, driven in turns. */
export const fleetSize: Bench = { name: 'fleet-size', run };

const leastRotations = 3;

interface Fleet {
  readonly agents: number;
  readonly subject: Subject;
  readonly runs: Run[];
  readonly firstEpoch: number;
}

async function run(setting: Setting): Promise<readonly Figure[]> {
  const { extent, say } = setting;
  const sizes = extent === 'full' ? [10, 10_000] : [10, 1_000];
  const [rounds, count] = extent === 'full' ? [10, 5_000] : [3, 4_000];
  const fleets: Fleet[] = [];
  for (const agents of sizes) fleets.push(await openFleet(setting, agents));
  for (let round = 1; round <= rounds; round += 1) {
    for (const fleet of fleets) {
      fleet.runs.push(await take(fleet, { count, first: (round - 1) * count }));
      say(`round ${round} of ${rounds}: ${fleet.agents} agents, ${describe(fleet.runs)}`);
    }
  }
  const rotations: number[] = [];
  for (const fleet of fleets) rotations.push((await fleet.subject.epoch()) - fleet.firstEpoch);
  if (extent === 'full') {
    assert(Math.min(...rotations) >= leastRotations, `only ${rotations.join(', ')} rotations`);
  }
  const memory = fleets.map(({ subject }) => memoryMb(subject.pid));
  for (const { subject } of fleets) subject.close();
  return [
    ...fleets.flatMap((fleet, at) => figuresOf(fleet, rotations[at] ?? 0)),
    compare(fleets),
    { name: 'memory with the larger fleet', unit: 'MB', values: [memory.at(-1)?.now ?? NaN] },
    { name: 'its peak', unit: 'MB', values: [memory.at(-1)?.peak ?? NaN] },
  ];
}

async function openFleet(setting: Setting, agents: number): Promise<Fleet> {
  const subject = await Subject.open(await filledHome(setting, { agents }));
  const fleet = { agents, subject, runs: [], firstEpoch: 0 };
  await take(fleet, { count: 1_000, first: 0 });
  return { ...fleet, firstEpoch: await subject.epoch() };
}

function take(
  { agents, subject }: Fleet,
  { count, first }: { readonly count: number; readonly first: number },
): Promise<Run> {
  const messages = messagesOf(agents);
  return drive({ inFlight: 64, count }, (n) => {
    const message = messages[(first + n) % messages.length];
    return message === undefined ? undefined : subject.ask(message);
  });
}

const made = new Map<number, ReturnType<typeof messagesFor>>();

function messagesOf(agents: number): ReturnType<typeof messagesFor> {
  const messages = made.get(agents) ?? messagesFor(agents);
  made.set(agents, messages);
  return messages;
}

function figuresOf({ agents, runs }: Fleet, rotations: number): Figure[] {
  const stalls = runs.map(({ stallMs }) => stallMs);
  return [
    { name: `an update among ${agents} agents`, unit: 'µs', values: runs.map(costMicros) },
    {
      name: `longest stall, ${agents} agents`,
      unit: 'ms',
      values: stalls,
      targets: atMost(50, 'max'),
      panel: 'Longest stall',
    },
    { name: `rotations, ${agents} agents`, unit: 'rotations', values: [rotations] },
  ];
}

/** Over all rounds: a rotation is rare among many agents and belongs to all updates. */
function compare([small, large]: readonly Fleet[]): Figure {
  assert(small !== undefined && large !== undefined);
  const mean = ({ runs }: Fleet): number =>
    runs.reduce((sum, one) => sum + costMicros(one), 0) / runs.length;
  return {
    name: `an update among ${large.agents} ÷ among ${small.agents}`,
    unit: '×',
    values: [mean(large) / mean(small)],
    targets: atMost(1.2),
  };
}

function costMicros({ elapsedMs, count }: Run): number {
  return (elapsedMs / count) * 1_000;
}

function describe(runs: readonly Run[]): string {
  const last = runs.at(-1);
  return last === undefined
    ? ''
    : `${costMicros(last).toFixed(0)} µs an update, stall ${last.stallMs.toFixed(0)} ms`;
}
