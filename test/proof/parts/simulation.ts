import { crashEverywhere, remainsOfAnOlderStore, type End } from '../../sim/crash.ts';
import { failEverywhere, fillEverywhere, type Failing } from '../../sim/failure.ts';
import { moods, type MoodName } from '../../sim/moods.ts';
import { turmoil } from '../../sim/turmoil.ts';
import type { Counts, Part } from '../part.ts';

const ends: readonly End[] = ['kill', 'lose', 'keep', 'tear', 'tear', 'tear', 'tear', 'tear'];
const moodNames = Object.keys(moods) as MoodName[];
const codes: readonly Failing['code'][] = ['EIO', 'ENOSPC', 'EMFILE', 'EACCES'];
const turmoilSeeds = 60;

/** Most pieces are crashes at every call; each kind of trouble comes again and again. */
const kinds: readonly ((seed: number) => Promise<Counts>)[] = [
  crashes,
  crashes,
  unrest,
  crashes,
  crashesOverRemains,
  failedCalls,
  crashes,
  crashes,
  fullDisk,
];

export const simulation: Part = {
  name: 'simulation',
  title: 'The store on a simulated disk: crashes, power loss, failing calls, rivals',
  unit: 'points',
  goal: { short: 20_000, full: 1_000_000 },
  how:
    'Before and after each call to the file system the process is killed or the power fails, with ' +
    'unsynced writes lost, kept, or torn at random; or several processes without any lock are killed, ' +
    'stopped, and failed at random; or each call fails, once or for good; or the disk gets full at a ' +
    'byte. After each point another process opens what is left, writes, and its books are audited.',
  isParallel: true,
  async run(piece, { seed }) {
    const kind = kinds[piece % kinds.length] ?? crashes;
    const counts = await kind(seed + piece);
    const points = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return { counts: { points, ...counts } };
  },
};

async function crashes(seed: number): Promise<Counts> {
  return { 'crashes at a call': await crashEverywhere({ seed, ends }) };
}

async function crashesOverRemains(seed: number): Promise<Counts> {
  const remains = await remainsOfAnOlderStore();
  const points = await crashEverywhere({ seed, ends: ['tear', 'tear', 'tear', 'tear'], remains });
  return { 'torn writes over the blocks of another store': points };
}

async function unrest(seed: number): Promise<Counts> {
  let faults = 0;
  for (const mood of moodNames) {
    for (let turn = 0; turn < turmoilSeeds; turn += 1) {
      faults += await turmoil({ seed: seed * turmoilSeeds + turn, mood });
    }
  }
  return { 'faults among rivals': faults };
}

async function failedCalls(seed: number): Promise<Counts> {
  let points = 0;
  for (const code of codes) {
    for (const howLong of ['once', 'for good'] as const) {
      points += await failEverywhere({ seed, code, howLong });
    }
  }
  return { 'failing calls': points };
}

async function fullDisk(seed: number): Promise<Counts> {
  return { 'full disks and short writes': await fillEverywhere(seed, 29) };
}
