import { restorePatch, type StoredTransaction } from './log/codec.ts';
import { readFrame } from './log/frame.ts';
import { codeOf, readRange } from './disk/fs.ts';
import { originOf, segmentPath, type Ground } from './ground.ts';
import type { Ledger } from './ledger.ts';
import type { AgentRecord } from '../../shared/model.ts';
import type { Receipt } from './port.ts';
import { decodePayload } from './log/migrations.ts';
import { refusals } from './refusals.ts';
import type { Location } from './answeredRequests.ts';

/**
 * The receipt of a request that was committed before, from the frame that it was committed in. What
 * the request set is as it was then; the rest of each record is as it is now, and of the window only
 * the last value is there.
 */
export async function readReceipt(
  ground: Ground,
  ledger: Ledger,
  location: Location,
): Promise<Receipt> {
  const { revision, changes } = await readTransaction(ground, location);
  const records = changes.map(({ agent, version, patch }) => {
    const set = restorePatch(patch, new Float64Array());
    return Object.freeze({
      ...ledger.read(agent),
      ...set,
      agent_id: agent,
      version,
    } as AgentRecord);
  });
  return { revision, records, remarks: changes.map(({ remark }) => remark) };
}

async function readTransaction(ground: Ground, location: Location): Promise<StoredTransaction> {
  const bytes = await readLocation(ground, location);
  const frame = bytes === null ? null : readFrame(bytes, 0, originOf(ground, location.epoch));
  if (frame !== null) return decodePayload(frame) as StoredTransaction;
  throw refusals.unusable(
    'This request was committed, but its result can no longer be read.',
    'Do not repeat it: read the agent to see its current state.',
  );
}

async function readLocation(ground: Ground, location: Location): Promise<Buffer | null> {
  try {
    const descriptor = await ground.fs.openToRead(segmentPath(ground, location.epoch));
    try {
      return await readRange(ground.fs, descriptor, location);
    } finally {
      await ground.fs.close(descriptor);
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}
