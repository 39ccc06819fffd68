import process from 'node:process';
import { version } from '../../shared/build.ts';
import type { BeatResult } from '../../shared/beats.ts';
import { protocolVersion, type Status } from '../../shared/protocol.ts';
import type { Deps } from './deps.ts';
import type { Caller } from './table.ts';
import { ownVitals } from './processes.ts';

export function status(deps: Deps, caller: Caller): Status {
  const { summary } = deps.counts;
  const sessions = deps.sessions(caller.id);
  return {
    pid: process.pid,
    epoch: deps.store.epoch,
    version,
    protocol: `${protocolVersion.major}.${protocolVersion.minor}`,
    home: deps.home,
    endpoint: deps.endpoint(),
    ...ownVitals(deps, sessions),
    agents: {
      total: summary.total_agents,
      healthy: summary.healthy,
      degraded: summary.degraded,
      critical: summary.critical,
    },
    sessions,
    store: deps.store.health(),
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
