import type { Clock } from '../../shared/clock.ts';
import type { Goodbye, SessionView } from '../../shared/protocol.ts';
import type { FleetCounts } from '../monitor/registry.ts';
import type { Policy } from '../policy/policy.ts';
import type { LoopDelay } from '../process/loopDelay.ts';
import type { Store } from '../store/port.ts';

/** What handlers may reach. They are the only room that meets store, monitor and policy at once. */
export interface Deps {
  readonly clock: Clock;
  readonly store: Store;
  readonly counts: FleetCounts;
  readonly loopDelay: LoopDelay;
  readonly home: string;
  readonly endpoint: () => string;
  readonly startedMs: number;
  readonly policy: () => Policy;
  /** Why the policy file is not in force, or null. */
  readonly policyFault: () => string | null;
  readonly sessions: () => readonly SessionView[];
  readonly retire: (goodbye: Goodbye) => void;
}
