import { basename } from 'node:path';
import type { Clock } from '../../../shared/clock.ts';
import type { CleanupTarget } from '../../../shared/processes.ts';
import type { ProcessIdentity, Standing } from '../identity.ts';
import { readRecords, removeRecord, type FoundRecord } from '../record.ts';
import {
  judgeLock,
  judgeRecord,
  judgeSocket,
  watchMs,
  type Judgement,
  type RecordSighting,
} from './judgement.ts';
import {
  findHalfMadeLocks,
  findSockets,
  removeLock,
  removeSocket,
  type FoundLock,
} from './leftovers.ts';
import type { SilenceBook } from './silence.ts';

/** What was found, what is to be done about it, and how. */
export interface Finding {
  readonly target: Omit<CleanupTarget, 'act' | 'why'>;
  readonly judgement: Judgement;
  /** Does what was judged; resolves to whether that came about. */
  readonly act: () => Promise<boolean>;
}

export interface Scene {
  readonly home: string;
  readonly runFolder: string;
  /** This process leads, with this epoch, and listens there. */
  readonly epoch: number;
  readonly address: string;
  readonly clock: Clock;
  readonly standingOf: (other: ProcessIdentity) => Promise<Standing>;
  /** Whether a sidecar answers there. */
  readonly answersAt: (address: string) => Promise<boolean>;
  /** Ends exactly this process; resolves to whether it is gone. */
  readonly end: (target: ProcessIdentity) => Promise<boolean>;
}

/** Looks at everything that processes of this home leave behind, and judges each. */
export async function findAll(scene: Scene, silence: SilenceBook): Promise<readonly Finding[]> {
  const records = readRecords(scene.runFolder);
  silence.look(records);
  const [ofRecords, ofSockets, ofLocks] = await Promise.all([
    Promise.all(records.map((found) => findingOfRecord(scene, silence, found))),
    findingsOfSockets(scene),
    findHalfMadeLocks(scene.home, scene.clock, scene.standingOf),
  ]);
  return [...ofRecords, ...ofSockets, ...ofLocks.map(findingOfLock)];
}

export function nameOf({ record }: Pick<FoundRecord, 'record'>): string {
  const kind = record.kind === 'mcp' ? 'MCP shim' : 'sidecar';
  return `${kind} ${record.identity.pid}`;
}

async function findingOfRecord(
  scene: Scene,
  silence: SilenceBook,
  found: FoundRecord,
): Promise<Finding> {
  const judgement = judgeRecord(await sightingOf(scene, silence, found));
  const { nonce, record } = found;
  const isEnd = judgement.act === 'end';
  const what = isEnd ? nameOf(found) : `the record of ${nameOf(found)}`;
  const remove = (): boolean => {
    removeRecord(scene.runFolder, nonce);
    return true;
  };
  const end = async (): Promise<boolean> => {
    // It may have beaten while it was looked at.
    if (!isUnchanged(scene, found)) return false;
    return (await scene.end(record.identity)) && remove();
  };
  return {
    target: { id: `${isEnd ? 'end' : 'record'}:${nonce}`, what, pid: record.identity.pid },
    judgement,
    act: isEnd ? end : () => Promise.resolve(remove()),
  };
}

async function sightingOf(
  scene: Scene,
  silence: SilenceBook,
  { nonce, record }: FoundRecord,
): Promise<RecordSighting> {
  const { kind, identity } = record;
  const standing = await scene.standingOf(identity);
  const unchangedMs = silence.silentMs(nonce);
  const isSilent = standing === 'alive' && unchangedMs >= watchMs;
  const asks = kind === 'sidecar' && isSilent;
  return {
    kind,
    home: record.home === scene.home ? 'ours' : 'another',
    standing,
    parent: kind === 'mcp' && record.parent !== null ? await scene.standingOf(record.parent) : null,
    answers: asks ? await scene.answersAt(record.address) : null,
    unchangedMs,
  };
}

function isUnchanged({ runFolder }: Scene, { nonce, beatMs }: FoundRecord): boolean {
  return readRecords(runFolder).some((now) => now.nonce === nonce && now.beatMs === beatMs);
}

async function findingsOfSockets({ address, epoch, clock }: Scene): Promise<Finding[]> {
  return (await findSockets(address, clock)).map((socket) => {
    const name = basename(socket.path);
    return {
      target: { id: `socket:${name}`, what: `the socket ${name}`, pid: null },
      judgement: judgeSocket(socket, epoch),
      act: () => {
        removeSocket(socket.path);
        return Promise.resolve(true);
      },
    };
  });
}

function findingOfLock(lock: FoundLock): Finding {
  const name = basename(lock.path);
  return {
    target: { id: `lock:${name}`, what: `the half-made lock ${name}`, pid: null },
    judgement: judgeLock(lock),
    act: () => {
      removeLock(lock);
      return Promise.resolve(true);
    },
  };
}
