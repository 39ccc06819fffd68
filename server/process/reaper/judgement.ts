import type { Standing } from '../identity.ts';

/** So long a record has to stay as it is, watched by us, before its process is ended. */
export const watchMs = 30_000;
/** What somebody is still making looks half-made. */
const halfMadeMs = 60_000;

/** What is known of the process that a record names. */
export interface RecordSighting {
  readonly kind: 'sidecar' | 'mcp';
  /** Written in this home; a copied home has records of the home that it was copied from. */
  readonly home: 'ours' | 'another';
  readonly standing: Standing;
  /** Of the process whose shim it is; null for a sidecar, and where that was never known. */
  readonly parent: Standing | null;
  /** Whether it answers where it listens; null while it was not asked. */
  readonly answers: boolean | null;
  /** How long we ourselves have seen it without a beat, by a clock that does not jump. */
  readonly unchangedMs: number;
}

export interface LeftSocket {
  readonly epoch: number;
  /** `refuses`: nobody listens. Whatever else happens on a connect, somebody may. */
  readonly knock: 'refuses' | 'unclear';
}

export interface LeftLock {
  readonly ageMs: number;
  /** Of everyone that is named in it. */
  readonly owners: readonly Standing[];
}

/** What is to be done, and why, as a sentence. */
export type Judgement =
  | { readonly act: 'leave'; readonly why: string }
  | { readonly act: 'remove'; readonly why: string }
  | { readonly act: 'end'; readonly why: string; readonly waitMs: number };

/**
 * Judges a process by its record. Ended is only a process that is certainly the one named, of this
 * home, useless to anybody, and silent for as long as we have watched it: so none that has just
 * started, none after a sleep of the machine, and never a window, which has no record.
 */
export function judgeRecord(sighting: RecordSighting): Judgement {
  const { standing, home } = sighting;
  switch (standing) {
    case 'self':
      return leave('It is this sidecar.');
    case 'dead':
      return remove('The process that it names is gone.');
    case 'foreign':
      return leave('It is of another machine, which cannot be seen from here.');
    case 'unknown':
      return leave('Its process cannot be looked at from here.');
    case 'alive':
      if (home === 'another') return leave('It is of another home.');
      return sighting.kind === 'sidecar' ? judgeSidecar(sighting) : judgeShim(sighting);
  }
}

function judgeSidecar(sighting: RecordSighting): Judgement {
  if (sighting.answers === true) return leave('It answers.');
  const why = 'It does not lead this home any more, gives no sign of life and does not answer.';
  // Silent for long enough, it still has to be asked.
  const asks = sighting.answers === null && sighting.unchangedMs >= watchMs;
  return asks ? leave('It has not been asked yet.') : endAfterWatch(why, sighting);
}

function judgeShim(sighting: RecordSighting): Judgement {
  if (sighting.parent !== 'dead') return leave('The agent that it serves is there.');
  return endAfterWatch('The agent that it served is gone, and it gives no sign of life.', sighting);
}

function endAfterWatch(why: string, { unchangedMs }: RecordSighting): Judgement {
  return { act: 'end', why, waitMs: Math.max(0, watchMs - unchangedMs) };
}

export function judgeSocket({ epoch, knock }: LeftSocket, leaderEpoch: number): Judgement {
  if (epoch >= leaderEpoch) return leave('It is not of an earlier epoch.');
  if (knock === 'unclear') return leave('Somebody may listen on it.');
  return remove('It is of an earlier epoch, and nobody listens on it.');
}

export function judgeLock({ ageMs, owners }: LeftLock): Judgement {
  if (ageMs < halfMadeMs) return leave('It may be in the making.');
  if (owners.some((standing) => standing !== 'dead')) return leave('Its owner may be there.');
  return remove('It was never finished, and who began it is gone.');
}

function leave(why: string): Judgement {
  return { act: 'leave', why };
}

function remove(why: string): Judgement {
  return { act: 'remove', why };
}
