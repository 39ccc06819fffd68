import { Living } from '../../fuzz/living.ts';
import { fuzz, sharesOf, targets } from '../../fuzz/fuzz.ts';
import type { Counts, Part } from '../part.ts';

const casesPerPiece = 10_000;

/** Seeds of different pieces never meet. */
const seedsPerPiece = casesPerPiece * 2;

const atEntrances: Part = {
  name: 'fuzz',
  title: 'Anything at every entrance',
  unit: 'cases',
  goal: { short: 20_000, full: 1_000_000 },
  how: `Sound messages and files with things in them replaced, left out, doubled, cut, flipped or nested ten thousand deep. ${targets
    .map(({ name, how }) => `**${name}**: ${how}`)
    .join(' ')}`,
  isParallel: true,
  async run(piece, { seed }) {
    const counts: Record<string, number> = { cases: 0, taken: 0, refused: 0 };
    for (const { target, cases } of sharesOf(casesPerPiece)) {
      const came = await fuzz(target, (seed * 1_000 + piece) * seedsPerPiece, cases);
      add(counts, { cases, ...came, [`at ${target.name}`]: cases });
    }
    return { counts };
  },
};

const livingPerPiece = 5_000;

const atProcesses: Part = {
  name: 'fuzz-processes',
  title: 'Anything at the shipped processes',
  unit: 'cases',
  goal: { short: livingPerPiece, full: 20_000 },
  how:
    'The frames go over the socket of a running sidecar, the lines to the stdin of a shim. Both live on, ' +
    'and a client that is well gets one version after the other meanwhile.',
  isParallel: true,
  async run(piece, { seed }) {
    const first = (seed * 1_000 + piece) * livingPerPiece;
    return { counts: { cases: await Living.fuzz(first, livingPerPiece) } };
  },
};

export const fuzzes: readonly Part[] = [atEntrances, atProcesses];

function add(sum: Record<string, number>, more: Counts): void {
  for (const [name, count] of Object.entries(more)) sum[name] = (sum[name] ?? 0) + count;
}
