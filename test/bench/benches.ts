import type { Bench } from './bench.ts';
import { activation } from './activation.ts';
import { coldStart } from './coldStart.ts';
import { dashboard } from './dashboard.ts';
import { failover } from './failover.ts';
import { fleetSize } from './fleetSize.ts';
import { footprint } from './footprint.ts';
import { governance } from './governance.ts';
import { hook } from './hook.ts';
import { oneInFlight } from './oneInFlight.ts';
import { propagation } from './propagation.ts';
import { restart } from './restart.ts';
import { sideBySide } from './sideBySide.ts';
import { sizes } from './sizes.ts';
import { sustained } from './sustained.ts';
import { tree } from './tree.ts';

/** In the order in which they are run and reported. */
export const benches: readonly Bench[] = [
  governance,
  sideBySide,
  oneInFlight,
  sustained,
  fleetSize,
  restart,
  coldStart,
  failover,
  propagation,
  tree,
  activation,
  hook,
  dashboard,
  footprint,
  sizes,
];
