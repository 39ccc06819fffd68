import { codeOf } from '../disk/fs.ts';
import { segmentPath, type Ground } from '../ground.ts';
import { segmentEpochs } from './segment.ts';

/** A segment that we created: ours for ever, ours to lead while nobody claims the next. */
export interface Claim {
  readonly epoch: number;
  readonly descriptor: number;
}

/** How often a start climbs over others that start at the same time before it lets them lead. */
const attempts = 16;

/** Steps b to d of a start. Null: another process claims at the same time, and it is ahead. */
export async function claimNext(ground: Ground): Promise<Claim | null> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const epochs = segmentEpochs(await ground.fs.list(ground.folder));
    const claim = await claimEpoch(ground, (epochs.at(-1) ?? -1) + 1);
    if (claim === 'behind') return null;
    if (claim !== 'taken') return claim;
  }
  return null;
}

/**
 * Creates the segment of one epoch. Invariant I2: numbers only grow. Invariant I3: it counts only if
 * it is the maximum when read after the create, since a number that had been collected can be
 * created again.
 */
export async function claimEpoch(
  ground: Ground,
  epoch: number,
): Promise<Claim | 'taken' | 'behind'> {
  const descriptor = await createSegment(ground, epoch);
  if (descriptor === null) return 'taken';
  const claim = { epoch, descriptor };
  try {
    if (!ground.rules.claimOnlyTheMaximum || (await isMaximum(ground, epoch))) return claim;
  } catch (error) {
    await abandon(ground, claim);
    throw error;
  }
  await abandon(ground, claim);
  return 'behind';
}

async function createSegment(ground: Ground, epoch: number): Promise<number | null> {
  try {
    return await ground.fs.create(segmentPath(ground, epoch));
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return null;
    throw error;
  }
}

async function isMaximum(ground: Ground, epoch: number): Promise<boolean> {
  return segmentEpochs(await ground.fs.list(ground.folder)).at(-1) === epoch;
}

/** Invariant I4: the file stays. Removing it would let its number be claimed once more. */
export async function abandon(ground: Ground, claim: Claim): Promise<void> {
  await ground.fs.close(claim.descriptor);
  if (!ground.rules.keepAbandonedClaims) {
    await ground.fs.unlink(segmentPath(ground, claim.epoch));
  }
}

/**
 * Whether somebody may lead after us: there is a claim above `top`, our highest. First the successor,
 * then our own name: when both segments were collected, lowest first, ours went before the successor's.
 */
export async function isFenced(
  ground: Ground,
  claim: Claim,
  top: number = claim.epoch,
): Promise<boolean> {
  if ((await ground.fs.facts(segmentPath(ground, top + 1))) !== null) return true;
  return (await ground.fs.factsOf(claim.descriptor)).links === 0;
}
