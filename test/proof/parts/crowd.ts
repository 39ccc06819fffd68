import { Crowd, type CrowdOptions } from '../crowd.ts';
import type { Order, Outcome, Part } from '../part.ts';

/** A crowd, part by part: faults are told with what they are, not only how many. */
function crowd(
  part: Omit<Part, 'run'>,
  optionsOf: (order: Order) => Omit<CrowdOptions, 'seed'>,
): Part {
  return {
    ...part,
    async run(piece, order): Promise<Outcome> {
      const { counts, faults } = await Crowd.run({
        ...{ seed: order.seed * 1_000 + piece, ...optionsOf(order) },
      });
      const [first] = faults;
      if (first === undefined) return { counts };
      return { counts, fault: `${faults.length} faults; ${first.kind}: ${first.what}` };
    },
  };
}

const many = crowd(
  {
    name: 'crowd',
    title: '50 clients of one sidecar',
    unit: 'acknowledged',
    goal: { short: 5_000, full: 100_000 },
    how:
      'All check in for the same agents as fast as they can and look at them in between, while the ' +
      'sidecar is killed, ended and stopped now and then. Afterwards what each was told, and when, is ' +
      'compared with the store: nothing acknowledged is missing or doubled, versions have no gap, no ' +
      'read goes back, and what one client did first comes first.',
    isParallel: false,
  },
  ({ scale }) =>
    scale === 'full'
      ? { clients: 50, checkIns: 100_000, restarts: 20 }
      : { clients: 50, checkIns: 5_000, restarts: 2 },
);

const restarts = crowd(
  {
    name: 'restarts',
    title: 'The whole sidecar restarted under its clients',
    unit: 'restarts',
    goal: { short: 10, full: 300 },
    how:
      'Killed, terminated, asked to stop, or put to sleep for up to 0.75 s, at a moment drawn from the ' +
      'seed, under 12 clients and a shim that is killed as well. The same comparison afterwards.',
    isParallel: false,
  },
  ({ scale }) => ({ clients: 12, checkIns: 0, restarts: scale === 'full' ? 50 : 10 }),
);

export const crowds: readonly Part[] = [many, restarts];
