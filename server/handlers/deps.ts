import type { Alert } from '../../shared/alerts.ts';
import type { Clock } from '../../shared/clock.ts';
import type {
  CleanupAct,
  CleanupParams,
  CleanupPlan,
  RegisterParams,
  SessionView,
} from '../../shared/processes.ts';
import type { FocusParams, Goodbye, Status } from '../../shared/protocol.ts';
import type { AgentAlerts, AlertSettings } from '../monitor/alerts/alertState.ts';
import type { ClosedAlerts } from '../monitor/alerts/closedAlerts.ts';
import type { HookAgent } from '../monitor/hooks/hookAgent.ts';
import type { HookFleet } from '../monitor/hooks/hookFleet.ts';
import type { FleetCounts } from '../monitor/fleetCounts.ts';
import type { RiskTrends } from '../monitor/riskTrends.ts';
import type { LivePolicy } from '../policy/livePolicy.ts';
import type { LoopDelay } from '../process/loopDelay.ts';
import type { RecordedProcess } from '../process/recorded.ts';
import type { Store } from '../store/port.ts';
import type { Caller } from './table.ts';

/** What handlers may reach: here store, monitor and policy meet. */
export interface Deps {
  readonly clock: Clock;
  readonly store: Store;
  readonly counts: FleetCounts;
  readonly trends: RiskTrends;
  readonly loopDelay: LoopDelay;
  readonly home: string;
  readonly endpoint: () => string;
  readonly policy: Pick<LivePolicy, 'current' | 'source' | 'state' | 'settingsFor'>;
  readonly alerts: AlertOutlet;
  readonly hooks: HookOutlet;
  /** As one of them is to see them. */
  readonly sessions: (asker: number) => readonly SessionView[];
  readonly processes: ProcessOutlet;
  readonly isRetiring: () => boolean;
  readonly retire: (goodbye: Goodbye) => void;
}

/** What handlers need for the agents that hooks report of. */
export interface HookOutlet {
  readonly fleet: HookFleet;
  /** Something happened to this one. */
  readonly followed: (agent: HookAgent) => void;
  /** What rows show of these is different although nothing was committed of them. */
  readonly rowsChanged: (agentIds: readonly string[]) => void;
  /**
   * Makes what hooks look at first as the store is now; durable when it resolves.
   * @throws the error of the file system.
   */
  readonly markPauses: (agentIds: readonly string[]) => Promise<void>;
}

/** What handlers need for alerts, and where they tell what came of them once it is durable. */
export interface AlertOutlet {
  /** Of the changes that windows are told of. */
  readonly revision: number;
  readonly closed: ClosedAlerts;
  readonly settings: (agentId: string) => AlertSettings;
  readonly newId: () => string;
  readonly changed: (change: {
    readonly alerts: readonly Alert[];
    readonly removed: readonly string[];
  }) => void;
  /** Has people told, in one window. */
  readonly tell: (alerts: readonly Alert[]) => void;
  readonly followed: (state: AgentAlerts) => void;
  /** This agent checks in over this session. */
  readonly checkedIn: (agentId: string, session: number) => void;
  readonly focusChanged: (session: number, focus: FocusParams) => void;
  /** This session ends in order. */
  readonly leaves: (session: number) => void;
}

/** What a process can say of itself alone. */
export type OwnVitals = Pick<
  Status,
  'uptime_s' | 'rss_bytes' | 'cpu_percent' | 'event_loop_delay_ms' | 'build' | 'build_date'
>;

/** What handlers need of the processes of this home. */
export interface ProcessOutlet {
  /** Of this process. */
  readonly vitals: () => OwnVitals;
  readonly recorded: () => Promise<readonly RecordedProcess[]>;
  /** Newest first. */
  readonly cleaned: readonly CleanupAct[];
  readonly cleanUp: (params: CleanupParams) => Promise<CleanupPlan>;
  /** Null where there can be no record. */
  readonly register: (caller: Caller, params: RegisterParams) => Promise<string | null>;
  /** This session ends in order. */
  readonly leaves: (session: number) => void;
}
