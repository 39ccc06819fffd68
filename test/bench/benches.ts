import type { Bench } from './bench.ts';
import { activation } from './benches/activation.ts';
import { coldStart } from './benches/coldStart.ts';
import { dashboard } from './benches/dashboard.ts';
import { failover } from './benches/failover.ts';
import { fleetSize } from './benches/fleetSize.ts';
import { footprint } from './benches/footprint.ts';
import { governance } from './benches/governance.ts';
import { hook } from './benches/hook.ts';
import { oneInFlight } from './benches/oneInFlight.ts';
import { propagation } from './benches/propagation.ts';
import { restart } from './benches/restart.ts';
import { sideBySide } from './benches/sideBySide.ts';
import { sizes } from './benches/sizes.ts';
import { sustained } from './benches/sustained.ts';
import { tree } from './benches/tree.ts';

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
