import { defaultSettings } from '../../../server/governance/settings.ts';
import { initialState } from '../../../server/governance/state.ts';
import { step, type StepInput } from '../../../server/governance/step.ts';
import type { GovernanceState } from '../../../shared/model.ts';
import { populations, simulateAgent } from '../../calibration/population.ts';
import { atLeast, atMost, type Bench, type Figure, type Setting } from '../bench.ts';

/** How many steps of the model one core does, and whether the number of agents matters: in turns. */
export const governance: Bench = { name: 'governance', run };

interface Fleet {
  readonly states: GovernanceState[];
  readonly costsMicros: number[];
  steps: number;
}

/** The smallest fits the nearest cache and the collector's nursery, the others do not. */
const sizes = [10, 10_000, 100_000] as const;
/** More than the window of the void holds. */
const warmUp = 110;

function run({ extent, say }: Setting): Promise<readonly Figure[]> {
  const [rounds, count] = extent === 'full' ? [12, 200_000] : [3, 20_000];
  const inputs = populations.flatMap((population) => [...simulateAgent(population, 1, null)]);
  const fleets = sizes.map((size) => openFleet(size, inputs));
  for (let round = 0; round < rounds; round += 1) {
    for (const fleet of fleets) fleet.costsMicros.push(measure(fleet, inputs, count));
  }
  for (const { states, costsMicros } of fleets) {
    say(
      `${states.length} agents, µs a step: ${costsMicros.map((one) => one.toFixed(1)).join(' ')}`,
    );
  }
  return Promise.resolve([...fleets.map(figureOf), ...compare(fleets)]);
}

function openFleet(size: number, inputs: readonly StepInput[]): Fleet {
  const one: Fleet = { states: [initialState()], costsMicros: [], steps: 0 };
  advance(one, inputs, warmUp);
  const states = Array.from({ length: size }, () => one.states[0] ?? initialState());
  const fleet = { states, costsMicros: [], steps: 0 };
  // Each agent gets a state of its own, and the code is compiled.
  advance(fleet, inputs, Math.max(size, 50_000));
  return fleet;
}

/** Processor time, the collector's threads included: what others do on this machine does not count. */
function measure(fleet: Fleet, inputs: readonly StepInput[], count: number): number {
  const before = process.cpuUsage();
  advance(fleet, inputs, count);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

function advance(fleet: Fleet, inputs: readonly StepInput[], count: number): void {
  const { states } = fleet;
  for (let n = 0; n < count; n += 1) {
    const at = fleet.steps % states.length;
    const [state, input] = [states[at], inputs[fleet.steps % inputs.length]];
    if (state !== undefined && input !== undefined) {
      states[at] = step(state, input, defaultSettings).state;
    }
    fleet.steps += 1;
  }
}

function figureOf({ states, costsMicros }: Fleet): Figure {
  return {
    name: `steps of one core among ${states.length} agents`,
    unit: '/s',
    values: costsMicros.map((micros) => 1_000_000 / micros),
    ...(states.length <= 10_000 ? { targets: atLeast(100_000) } : {}),
  };
}

/** Flat: what a step costs is not a matter of how many agents there are, once no cache holds them. */
function compare(fleets: readonly Fleet[]): Figure[] {
  const [small = NaN, large = NaN, huge = NaN] = fleets.map(({ costsMicros }) =>
    meanOf(costsMicros),
  );
  const flat = { name: 'a step among 100000 agents ÷ among 10000', unit: '×' } as const;
  const cached = { name: 'a step among 10000 agents ÷ among 10', unit: '×' } as const;
  return [
    { ...flat, values: [huge / large], targets: atMost(1.2) },
    { ...cached, values: [large / small] },
  ];
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}
