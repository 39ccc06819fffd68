import { claimNext, isFenced, type Claim } from './claim.ts';
import { FileStore } from './fileStore.ts';
import type { Ground } from './ground.ts';
import { History } from './history.ts';
import { Leadership } from './leadership.ts';
import { Ledger } from './ledger.ts';
import type { Lock } from './lock.ts';
import { recover, type Recovered } from './recovery.ts';
import { refusals } from './refusals.ts';
import { RequestTable, type Location } from './requests.ts';

export interface LeadSettings {
  /** The log of an epoch grows by so many bytes before it is written anew. */
  readonly rotationBytes: number;
}

export const defaultSettings: LeadSettings = { rotationBytes: 8 * 1024 * 1024 };

/** Claims the next epoch and begins it with everything acknowledged before. */
export async function lead(
  ground: Ground,
  lock: Lock,
  settings: Partial<LeadSettings> = {},
): Promise<FileStore> {
  const claim = await claimNext(ground);
  if (claim === null) throw overtaken();
  try {
    return await begin(ground, claim, { lock, ...defaultSettings, ...settings });
  } catch (error) {
    await ground.fs.close(claim.descriptor);
    throw error;
  }
}

async function begin(
  ground: Ground,
  claim: Claim,
  { lock, rotationBytes }: LeadSettings & { readonly lock: Lock },
): Promise<FileStore> {
  const recovered = await recover(ground, claim.epoch);
  if (recovered === null) {
    // Invariant I15: nothing to build on never means empty.
    throw (await isFenced(ground, claim)) ? overtaken() : noBase(ground);
  }
  const leadership = await Leadership.begin(ground, claim, recovered);
  if (leadership === null) throw overtaken();
  const { ledger, requests } = restore(ground, recovered);
  const history = new History(ground, recovered.base);
  return new FileStore({ ground, leadership, ledger, requests, history, rotationBytes, lock });
}

function restore(
  ground: Ground,
  recovered: Recovered,
): { ledger: Ledger; requests: RequestTable<Location> } {
  const ledger = new Ledger();
  ledger.restore(recovered.agents, recovered.revision);
  const requests = new RequestTable<Location>(ground.clock);
  for (const [agent_id, request_id, digest, at, epoch, start, length] of recovered.answers) {
    requests.add({ key: { agent_id, request_id, digest }, at, kept: { epoch, start, length } });
  }
  return { ledger, requests };
}

function overtaken(): Error {
  return refusals.locked('it claimed the store at the same moment');
}

function noBase(ground: Ground): Error {
  return refusals.unusable(
    `${ground.folder} has no segment that begins with a whole snapshot; nothing was changed.`,
    'Put the files of the store back from a backup, or move the folder away to begin with an empty one.',
  );
}
