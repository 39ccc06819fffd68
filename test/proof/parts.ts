import type { Part } from './part.ts';
import { crowds } from './parts/crowd.ts';
import { fuzzes } from './parts/fuzz.ts';
import { ioErrorParts } from './parts/ioErrors.ts';
import { lockRaces } from './parts/lockRace.ts';
import { mutationChecks } from './parts/mutations.ts';
import { simulation } from './parts/simulation.ts';
import { suites } from './parts/suites.ts';
import { tortures } from './parts/torture.ts';

/** All of the long run, in the order in which a fault is cheapest to find. */
export const parts: readonly Part[] = [
  mutationChecks,
  ...suites,
  ...fuzzes,
  simulation,
  ...tortures,
  ...ioErrorParts,
  ...crowds,
  ...lockRaces,
];
