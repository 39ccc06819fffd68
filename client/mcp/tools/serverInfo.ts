import type { SessionView } from '../../../shared/processes.ts';
import type { Status } from '../../../shared/protocol.ts';

/** Above this the sidecar answers noticeably late. */
const slowLoopMs = 1_000;

/** `get_server_info`: the server is the sidecar, whichever shim answers; its processes are both. */
export function serverInfo(status: Status) {
  const own = {
    pid: status.pid,
    is_current: true,
    ...uptime(status.uptime_s),
    status: healthOf(status),
  };
  // What an agent can do nothing about stays out of its context.
  const { damage: _, ...store } = status.store;
  const shims = status.sessions.filter(({ kind }) => kind === 'mcp').map(toProcess);
  return {
    success: true as const,
    server_version: status.version,
    build_date: status.build_date,
    current_pid: status.pid,
    current_uptime_seconds: own.uptime_seconds,
    current_uptime_formatted: own.uptime_formatted,
    total_server_processes: 1 + shims.length,
    server_processes: [own, ...shims],
    health: healthOf(status),
    epoch: status.epoch,
    protocol: status.protocol,
    home: status.home,
    store,
    event_loop_delay_ms: status.event_loop_delay_ms,
  };
}

function healthOf(status: Status): 'healthy' | 'degraded' {
  const isSlow = status.event_loop_delay_ms.p99 > slowLoopMs;
  return isSlow || status.store.read_only ? 'degraded' : 'healthy';
}

function toProcess({ pid, state, uptime_s }: SessionView) {
  return {
    pid,
    is_current: false,
    ...(uptime_s === null
      ? { uptime_seconds: null, uptime_formatted: 'unknown' }
      : uptime(uptime_s)),
    status: state === 'not responding' ? 'stale' : 'healthy',
  };
}

function uptime(seconds: number) {
  return { uptime_seconds: seconds, uptime_formatted: formatDuration(seconds) };
}

/** `1d 2h 3m 4s`, without the leading units that are zero. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3_600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'm'],
    [whole % 60, 's'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  const shown = first === -1 ? parts.slice(-1) : parts.slice(first);
  return shown.map(([count, unit]) => `${count}${unit}`).join(' ');
}
