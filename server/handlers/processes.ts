import process from 'node:process';
import type { ProcessList, ProcessView, SessionView } from '../../shared/processes.ts';
import type { Status } from '../../shared/protocol.ts';
import type { RecordedProcess } from '../process/recorded.ts';
import type { Deps, OwnVitals } from './deps.ts';
import type { Caller } from './table.ts';

/** Everybody: this sidecar, its clients, and whoever only has a record. */
export async function listProcesses(deps: Deps, caller: Caller): Promise<ProcessList> {
  // First: whose record is in the list has not been cleaned up according to the same list.
  const { cleaned } = deps.processes;
  const recorded = await deps.processes.recorded();
  const sessions = deps.sessions(caller.id);
  const connected = new Set(sessions.map(({ pid }) => pid));
  return {
    home: deps.home,
    epoch: deps.store.epoch,
    processes: [
      ownRow(deps, sessions),
      ...sessions.map(rowOfSession),
      ...recorded.filter(({ pid }) => !connected.has(pid)).map(rowOfRecord),
    ],
    store: deps.store.health(),
    cleaned,
  };
}

/** Of this process; what its clients wait for or have not taken is its load. */
export function ownVitals(
  { processes, isRetiring }: Pick<Deps, 'processes' | 'isRetiring'>,
  sessions: readonly SessionView[],
): OwnVitals & Pick<Status, 'state' | 'unsent_bytes' | 'requests_in_flight'> {
  const requests_in_flight = sumOf(sessions.map((session) => session.requests_in_flight));
  const unsent_bytes = sumOf(sessions.map((session) => session.unsent_bytes));
  const working = requests_in_flight > 0 ? 'busy' : 'ready';
  const state = isRetiring() ? 'draining' : working;
  return { ...processes.vitals(), state, unsent_bytes, requests_in_flight };
}

function ownRow(deps: Deps, sessions: readonly SessionView[]): ProcessView {
  return {
    ...ownVitals(deps, sessions),
    kind: 'sidecar',
    pid: process.pid,
    is_current: true,
    session: null,
    last_heartbeat_age_ms: null,
    workspace: null,
  };
}

function rowOfSession({ id, ...session }: SessionView): ProcessView {
  return { ...session, session: id, is_current: false };
}

function rowOfRecord(recorded: RecordedProcess): ProcessView {
  return {
    ...recorded,
    is_current: false,
    session: null,
    uptime_s: null,
    rss_bytes: null,
    cpu_percent: null,
    event_loop_delay_ms: null,
    unsent_bytes: 0,
    requests_in_flight: 0,
    build: null,
    build_date: null,
    workspace: null,
  };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
