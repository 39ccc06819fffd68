import type { ProcessState } from '../../shared/processes.ts';
import type { ProcessIdentity, Standing } from './identity.ts';
import { readRecords, type FoundRecord } from './record.ts';

/** A process as its record alone shows it. */
export interface RecordedProcess {
  readonly kind: 'sidecar' | 'mcp';
  readonly pid: number;
  readonly state: ProcessState;
  readonly last_heartbeat_age_ms: number;
}

export interface RecordedScene {
  readonly nowMs: number;
  readonly staleMs: number;
  readonly standingOf: (other: ProcessIdentity) => Promise<Standing>;
}

/** All processes with a record, but for this one. */
export async function listRecorded(
  folder: string,
  scene: RecordedScene,
): Promise<readonly RecordedProcess[]> {
  const shown = await Promise.all(
    readRecords(folder).map(async (found) =>
      show(found, await scene.standingOf(identityOf(found)), scene),
    ),
  );
  return shown.filter((one) => one !== null);
}

function identityOf({ record }: FoundRecord): ProcessIdentity {
  return record.identity;
}

/** Null for this process, and for what lives where its pid means nothing here. */
function show(
  { record, beatMs }: FoundRecord,
  standing: Standing,
  { nowMs, staleMs }: RecordedScene,
): RecordedProcess | null {
  if (standing === 'self' || standing === 'foreign' || standing === 'unknown') return null;
  const { kind, identity } = record;
  const last_heartbeat_age_ms = Math.max(0, Math.round(nowMs - beatMs));
  // A sidecar that does not lead is leaving; a shim without a session is looking for one.
  const lively = kind === 'sidecar' ? 'draining' : 'starting';
  const alive = last_heartbeat_age_ms > staleMs ? 'not responding' : lively;
  const state = standing === 'dead' ? 'gone' : alive;
  return { kind, pid: identity.pid, state, last_heartbeat_age_ms };
}
