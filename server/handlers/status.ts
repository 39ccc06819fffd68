import process from 'node:process';
import { version } from '../../shared/build.ts';
import type { BeatResult } from '../../shared/beats.ts';
import { protocolVersion, type Status } from '../../shared/protocol.ts';
import type { Deps } from './deps.ts';

export function status(deps: Deps): Status {
  const { summary } = deps.counts;
  const { epoch, bytes, last_fsync_age_ms, read_only, damage } = deps.store.health();
  return {
    pid: process.pid,
    epoch,
    version,
    protocol: `${protocolVersion.major}.${protocolVersion.minor}`,
    uptime_s: Math.round((deps.clock.monotonicMs() - deps.startedMs) / 100) / 10,
    home: deps.home,
    endpoint: deps.endpoint(),
    agents: {
      total: summary.total_agents,
      healthy: summary.healthy,
      degraded: summary.degraded,
      critical: summary.critical,
    },
    sessions: deps.sessions(),
    store: { epoch, bytes, last_fsync_age_ms, read_only, damage },
    event_loop_delay_ms: deps.loopDelay.read(),
    rss_bytes: process.memoryUsage.rss(),
    policy: deps.policy.state,
  };
}

export function beatResult(deps: Deps): BeatResult {
  const { epoch, last_fsync_age_ms } = deps.store.health();
  return {
    epoch,
    event_loop_delay_p99_ms: deps.loopDelay.read().p99,
    rss_bytes: process.memoryUsage.rss(),
    last_fsync_age_ms,
  };
}
