import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Race, type Kind, type Left, type Round } from '../../chaos/store/race.ts';
import type { Counts, Outcome, Part } from '../part.ts';

const racers = 16;
const roundsPerPiece = 50;

async function race(kind: Kind, left: Left, judge: (round: Round) => Counts): Promise<Counts> {
  const home = mkdtempSync(join(tmpdir(), 'watchstander-race-'));
  const field = await Race.gather(racers, kind);
  const sum: Record<string, number> = {};
  try {
    for (let at = 0; at < roundsPerPiece; at += 1) {
      const round = await field.run(join(home, `store-${at}`), left);
      for (const [name, count] of Object.entries({ rounds: 1, ...judge(round) })) {
        sum[name] = (sum[name] ?? 0) + count;
      }
    }
    return sum;
  } finally {
    field.end();
    rmSync(home, { recursive: true, force: true });
  }
}

const ours: Part = {
  name: 'lock',
  title: `${racers} processes meet the lock of a dead one`,
  unit: 'rounds',
  goal: { short: 50, full: 1_000 },
  how: 'All ask at the same moment. Exactly one must get it, and the others be told so.',
  isParallel: false,
  async run(): Promise<Outcome> {
    const counts = await race(
      'ours',
      'the lock of a dead process',
      ({ winners, losers, answers }) => {
        if (winners !== 1 || losers !== racers - 1) throw new Error(answers.join());
        return { winners };
      },
    );
    return { counts };
  },
};

const stock: Part = {
  name: 'stock-lock',
  title: `For comparison: ${racers} processes meet a stale lock of proper-lockfile as it comes`,
  unit: 'rounds',
  goal: { short: 50, full: 1_000 },
  how: 'The same with proper-lockfile alone. It does not exclude; that is why the lock is not used alone.',
  isParallel: false,
  async run(): Promise<Outcome> {
    const left = 'a folder untouched for a minute';
    const counts = await race('stock', left, ({ winners }) => ({
      'rounds with several winners': winners > 1 ? 1 : 0,
      'rounds without a winner': winners === 0 ? 1 : 0,
    }));
    return { counts };
  },
};

export const lockRaces: readonly Part[] = [ours, stock];
