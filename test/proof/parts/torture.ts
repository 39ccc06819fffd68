import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Arena, type ArenaOptions, type Mode, type Tally } from '../../chaos/store/arena.ts';
import type { Part } from '../part.ts';

const stopsPerKill = 1;

const about: Record<Mode, { readonly title: string; readonly how: string }> = {
  locked: {
    title: 'Real processes, killed and stopped, with the lock',
    how:
      'Three processes want one store and write to it as fast as it goes, while they get SIGKILL, or ' +
      'SIGSTOP and a while later SIGCONT. Whatever one of them was told is stored must be there, once.',
  },
  unlocked: {
    title: 'Real processes, killed and stopped, without the lock',
    how: 'The same with no lock at all: the fence alone keeps what was acknowledged.',
  },
  unfenced: {
    title: 'The control: neither lock nor fence',
    how:
      'The same without the look whether a successor leads. Here updates must be lost: what finds ' +
      'nothing anywhere proves nothing.',
  },
};

/** Most of the time goes by while processes start, so two at a time do not slow each other down. */
function torture(mode: Mode, unit: string, goal: Part['goal'], faults: number): Part {
  return {
    name: mode,
    ...about[mode],
    ...{ unit, goal, isParallel: true },
    async run(piece, { seed }) {
      const counts = await inArena({ mode, faults, stopsPerKill, seed: seed + piece });
      if (mode !== 'unfenced') return { counts: { ...counts } };
      // What is lost here must be lost: it is none of our losses.
      const { lost, doubled, missing: _, ...rest } = counts;
      if (lost + doubled === 0) throw new Error('nothing was lost without the fence');
      const found = { 'lost without the fence': lost, 'given twice without the fence': doubled };
      const after = counts.kills + counts.stops;
      const what = `${lost} acknowledged updates lost, ${doubled} versions given twice`;
      const notes = [`| the fence, among real processes | ${mode} | ${after} | ${what} |`];
      return { counts: { ...rest, ...found, 'out of order': 0 }, notes };
    },
  };
}

async function inArena(options: Omit<ArenaOptions, 'home'>): Promise<Tally> {
  const home = mkdtempSync(join(tmpdir(), 'watchstander-torture-'));
  try {
    const arena = new Arena({ ...options, home });
    await arena.torture();
    return await arena.audit();
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

export const tortures: readonly Part[] = [
  torture('locked', 'kills', { short: 20, full: 5_000 }, 200),
  torture('unlocked', 'kills', { short: 20, full: 5_000 }, 200),
  torture('unfenced', 'kills', { short: 20, full: 60 }, 80),
];
