import { claimNext, isFenced, type Claim } from './log/claim.ts';
import { endedBefore, readStart } from './history/endedEpochs.ts';
import { FileStore } from './fileStore.ts';
import { readFrame } from './log/frame.ts';
import { originOf, type Ground } from './ground.ts';
import { History } from './history/history.ts';
import { Leadership } from './leadership.ts';
import { Ledger } from './ledger.ts';
import type { Lock } from './lock/lock.ts';
import { readDamage } from './log/quarantine.ts';
import { recover, type Recovered } from './log/recovery.ts';
import { refusals } from './refusals.ts';
import { segmentEpochs } from './log/segment.ts';
import { AnsweredRequests } from './answeredRequests.ts';
import { defaultRetention, type Retention } from './history/retention.ts';

export interface LeadSettings {
  /** The log of an epoch grows by so many bytes before it is written anew. */
  readonly rotationBytes: number;
  /** How much history is kept; asked each time, so that it may change. */
  readonly retention: () => Retention;
  /** How long after a start histories are written and segments collected. */
  readonly upkeepAfterMs: number;
}

export const defaultSettings: LeadSettings = {
  rotationBytes: 8 * 1024 * 1024,
  retention: () => defaultRetention,
  upkeepAfterMs: 0,
};

/** Among so many is the one that a start would recover from, but for a disk that was full. */
const newestSegments = 4;
/** Enough for the first frame of a segment. */
const headLimit = 4_096;

/** Claims the next epoch and begins it with everything acknowledged before. */
export async function lead(
  ground: Ground,
  lock: Lock,
  settings: Partial<LeadSettings> = {},
): Promise<FileStore> {
  await refuseNewer(ground);
  const claim = await claimNext(ground);
  if (claim === null) throw overtaken();
  try {
    return await begin(ground, claim, { lock, ...defaultSettings, ...settings });
  } catch (error) {
    await closeUnled(ground, claim);
    throw error;
  }
}

/**
 * Before the claim, so that the store of a newer version stays exactly as it is.
 * @throws WatchstanderError UNAVAILABLE when there is a frame of one.
 */
async function refuseNewer(ground: Ground): Promise<void> {
  const epochs = segmentEpochs(await ground.fs.list(ground.folder));
  for (const epoch of epochs.slice(-newestSegments)) {
    readFrame(await readStart(ground, epoch, headLimit), 0, originOf(ground, epoch));
  }
}

async function begin(
  ground: Ground,
  claim: Claim,
  { lock, ...settings }: LeadSettings & { readonly lock: Lock },
): Promise<FileStore> {
  const recovered = await recover(ground, claim.epoch);
  if (recovered === null) {
    // Invariant I15: nothing to build on never means empty.
    throw (await isFenced(ground, claim)) ? overtaken() : await noBase(ground);
  }
  const { base, carried, revision } = recovered;
  const { ledger, requests } = restore(ground, recovered);
  const ended = await endedBefore(ground, recovered);
  const leadership = await Leadership.begin(ground, claim, {
    ...{ base, revision, carried, agents: ledger.kept(), answers: requests.payloads() },
    documents: ledger.documents.all(),
    ended: ended.map((epoch) => epoch.base),
  });
  if (leadership === null) throw overtaken();
  const pointsPerAgent = () => settings.retention().pointsPerAgent;
  const history = new History(ground, claim.epoch, { ended, tail: carried }, pointsPerAgent);
  const notKept = recovered.damage.filter(({ copy }) => copy === null);
  const damage = [...(await readDamage(ground)), ...notKept];
  return new FileStore({
    ...{ ground, leadership, ledger, requests, history, lock, damage },
    ...settings,
  });
}

function restore(
  ground: Ground,
  recovered: Recovered,
): { ledger: Ledger; requests: AnsweredRequests } {
  const ledger = new Ledger();
  ledger.restore(recovered);
  const requests = new AnsweredRequests(ground.clock);
  for (const answer of recovered.answers) requests.restore(answer);
  return { ledger, requests };
}

async function closeUnled(ground: Ground, claim: Claim): Promise<void> {
  try {
    await ground.fs.close(claim.descriptor);
  } catch (error) {
    ground.log(`store: closing epoch ${claim.epoch} failed: ${String(error)}`);
  }
}

function overtaken(): Error {
  return refusals.locked('it claimed the store at the same moment');
}

async function noBase(ground: Ground): Promise<Error> {
  const copies = (await readDamage(ground)).map(({ copy }) => copy ?? '');
  return refusals.unusable(
    `${ground.folder} has no segment that begins with a whole snapshot, so there is nothing to go on ` +
      `with; what is there stays as it is${copies.length === 0 ? '' : `, copied to ${copies.join(', ')}`}.`,
    'Put the files of the store back from a backup, or move the folder away to begin with an empty one.',
  );
}
