import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ownIdentity } from '../../../server/process/identity.ts';
import { writeRecord } from '../../../server/process/record.ts';

/** The record of a shim that was killed while no sidecar was there to see it. */
export async function leaveRecord(home: string): Promise<void> {
  const pid = Number(execFileSync('sh', ['-c', 'echo $$']).toString());
  const identity = { ...(await ownIdentity()), pid, started: '1' };
  const about = { identity, started: '', home, parent: null };
  writeRecord(join(home, 'run'), { kind: 'mcp', ...about });
}
