import { delay, type Clock } from '../../../shared/clock.ts';
import { WatchstanderError } from '../../../shared/errors.ts';
import type { SessionView } from '../../../shared/processes.ts';
import type { Status } from '../../../shared/protocol.ts';
import type { Sidecar } from '../../connection/pages.ts';
import { done, failed, jsonOption, optionFlag, type Command } from '../command.ts';
import { formatAge, formatBytes } from '../output/figures.ts';
import { json } from '../output/json.ts';
import { describeStore } from './processCommand.ts';
import type { Paint } from '../output/paint.ts';
import { isProcessThere } from '../../connection/processState.ts';
import { formatFields, formatTable, type Column } from '../output/table.ts';

export const statusCommand: Command = {
  usage: 'status [--json]',
  summary: 'the sidecar, its sessions and its store; never starts one',
  options: jsonOption,
  async run(call, around) {
    const status = await statusIfRunning(around.connect('never'));
    const wantsJson = optionFlag(call, 'json');
    if (status instanceof WatchstanderError) {
      around.complain(`${status.message} ${status.nextStep}\n`);
      if (wantsJson) around.print(json({ running: false }));
      return failed;
    }
    around.print(wantsJson ? json(status) : describeStatus(status, around.paint));
    return done;
  },
};

export const startCommand: Command = {
  usage: 'start [--json]',
  summary: 'start the sidecar unless it runs',
  options: jsonOption,
  async run(call, around) {
    const status = await around.connect('ifNeeded').request('watchstander/status', {});
    const { pid, epoch, endpoint } = status;
    around.print(
      optionFlag(call, 'json')
        ? json({ pid, epoch, endpoint })
        : `The sidecar runs: pid ${pid}, epoch ${epoch}, ${endpoint}\n`,
    );
    return done;
  },
};

export const stopCommand: Command = {
  usage: 'stop [--json]',
  summary: 'stop the sidecar gracefully and wait until it is gone',
  options: jsonOption,
  async run(call, around) {
    const sidecar = around.connect('never');
    const status = await statusIfRunning(sidecar);
    const wantsJson = optionFlag(call, 'json');
    if (status instanceof WatchstanderError) {
      around.complain(`${status.message}\n`);
      if (wantsJson) around.print(json({ stopped: null }));
      return done;
    }
    await sidecar.request('watchstander/stop', { reason: 'asked for on the command line' });
    if (!(await endsInTime(status.pid, around.clock))) {
      around.complain(
        `Sidecar ${status.pid} is still there ${stopMs} ms after it was told to stop.\n`,
      );
      return failed;
    }
    around.print(
      wantsJson ? json({ stopped: status.pid }) : `Sidecar ${status.pid} has stopped.\n`,
    );
    return done;
  },
};

/** A drain may take 5 s, then come the last sync and the release of the lock. */
const stopMs = 15_000;
const lookMs = 25;

async function endsInTime(pid: number, clock: Clock): Promise<boolean> {
  const untilMs = clock.monotonicMs() + stopMs;
  while (isProcessThere(pid)) {
    if (clock.monotonicMs() > untilMs) return false;
    await delay(clock, lookMs);
  }
  return true;
}

/** The status, or why there is none. */
async function statusIfRunning(sidecar: Sidecar): Promise<Status | WatchstanderError> {
  try {
    return await sidecar.request('watchstander/status', {});
  } catch (error) {
    if (error instanceof WatchstanderError && error.code === 'UNAVAILABLE') return error;
    throw error;
  }
}

export function describeStatus(status: Status, paint: Paint): string {
  const { agents, store, event_loop_delay_ms: loop, policy } = status;
  const fields = formatFields([
    [
      'sidecar',
      `pid ${status.pid}, epoch ${status.epoch}, up ${formatAge(status.uptime_s * 1_000)}`,
    ],
    ['version', `${status.version}, protocol ${status.protocol}`],
    ['home', status.home],
    ['endpoint', status.endpoint],
    [
      'agents',
      `${agents.total}: ${agents.critical} critical, ${agents.degraded} degraded, ${agents.healthy} healthy`,
    ],
    ['store', describeStore(store)],
    ...(store.read_only ? [['', paint(store.error ?? 'read-only', 'bad')] as const] : []),
    ...store.damage.map(({ found, copy }) => {
      const where = copy === null ? 'no copy could be made' : `copy: ${copy}`;
      return ['damaged', paint(`${found}; ${where}`, 'bad')] as const;
    }),
    ['memory', formatBytes(status.rss_bytes)],
    ['delay', `p50 ${loop.p50} ms, p99 ${loop.p99} ms`],
    ['policy', policy.ok ? 'in force' : `${paint('not in force', 'bad')}: ${policy.error ?? ''}`],
  ]);
  return `${fields}\n${formatTable(sessionColumns, status.sessions, paint)}`;
}

const sessionColumns: readonly Column<SessionView>[] = [
  { title: 'SESSION', align: 'right', of: (session) => String(session.id) },
  { title: 'KIND', of: (session) => session.kind },
  { title: 'PID', align: 'right', of: (session) => String(session.pid) },
  {
    title: 'LAST BEAT',
    align: 'right',
    of: (session) => formatAge(session.last_heartbeat_age_ms),
  },
];
