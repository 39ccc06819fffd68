import { ClosedAlerts } from '../../../server/monitor/alerts/closedAlerts.ts';
import { defaultAlertSettings } from '../../../server/monitor/alerts/alertState.ts';
import type {
  AlertOutlet,
  Deps,
  HookOutlet,
  ProcessOutlet,
} from '../../../server/handlers/deps.ts';
import type { Caller } from '../../../server/handlers/table.ts';
import { HookFleet } from '../../../server/monitor/hooks/hookFleet.ts';
import { FleetCounts } from '../../../server/monitor/fleetCounts.ts';
import { RiskTrends } from '../../../server/monitor/riskTrends.ts';
import { openMemoryStore } from '../../../server/store/memoryStore.ts';
import type { Store } from '../../../server/store/port.ts';
import type { SessionKind } from '../../../shared/protocol.ts';
import { defaultPolicy } from '../../../shared/policy/policyTree.ts';
import { settingsForAll } from '../../../shared/policy/settingsFor.ts';
import { ManualClock } from '../../support/manualClock.ts';

/** No hook reports, and nobody looks for markers. */
export function noHooks(): HookOutlet {
  return {
    fleet: new HookFleet(),
    followed: () => undefined,
    rowsChanged: () => undefined,
    markPauses: () => Promise.resolve(),
  };
}

/** Handlers over a store in memory, with a clock that stands still and nobody to be told of alerts. */
export function stageHandlers(clock = new ManualClock(), store: Store = openMemoryStore(clock)) {
  let lastId = 0;
  const alerts: AlertOutlet = {
    revision: 0,
    closed: new ClosedAlerts(1_000),
    settings: () => defaultAlertSettings,
    newId: () => `1-${(lastId += 1)}`,
    changed: () => undefined,
    tell: () => undefined,
    followed: () => undefined,
    checkedIn: () => undefined,
    focusChanged: () => undefined,
    leaves: () => undefined,
  };
  const deps: Deps = {
    clock,
    store,
    alerts,
    hooks: noHooks(),
    counts: new FleetCounts(),
    trends: new RiskTrends(),
    loopDelay: {
      read: () => ({ p50: 0, p99: 0 }),
      turn: () => undefined,
      dispose: () => undefined,
    },
    home: '/nowhere',
    endpoint: () => '',
    policy: {
      current: defaultPolicy,
      source: 'defaults',
      state: { ok: true },
      settingsFor: () => settingsForAll(defaultPolicy),
    },
    sessions: () => [],
    processes: aloneOnStage,
    isRetiring: () => false,
    retire: () => undefined,
  };
  return { deps, store, clock };
}

const aloneOnStage: ProcessOutlet = {
  vitals: () => ({
    uptime_s: 1,
    rss_bytes: 1,
    cpu_percent: 0,
    event_loop_delay_ms: { p50: 0, p99: 0 },
    build: 'test',
    build_date: '',
  }),
  recorded: () => Promise.resolve([]),
  cleaned: [],
  cleanUp: () => Promise.resolve({ planned: [], done: [] }),
  register: () => Promise.resolve(null),
  leaves: () => undefined,
};

export function callerOf(kind: SessionKind): Caller {
  return {
    id: 1,
    kind,
    process: { pid: 1, started: null },
    workspace: '/project',
    beat: () => undefined,
  };
}
