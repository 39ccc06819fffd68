import { readWhole } from '../disk/fs.ts';
import { originOf, segmentPath, type Ground } from '../ground.ts';
import type { StoredTransaction } from '../log/codec.ts';
import { decodePayload } from '../log/migrations.ts';
import { scanSegment, splitSegment, type Scan } from '../log/segment.ts';
import { readSnapshot, type Base } from '../log/snapshot.ts';

export interface CheckedSegment {
  readonly epoch: number;
  readonly bytes: number;
  readonly scan: Scan;
  /** Null: its leader never led, or its beginning is damaged. */
  readonly parts: ReturnType<typeof splitSegment>;
  readonly base: Base | null;
  readonly fault: string | null;
}

/** @throws WatchstanderError UNAVAILABLE when a newer Watchstander wrote it; ENOENT. */
export async function checkSegment(ground: Ground, epoch: number): Promise<CheckedSegment> {
  const bytes = await readWhole(ground.fs, segmentPath(ground, epoch));
  const scan = scanSegment(bytes, originOf(ground, epoch));
  const parts = splitSegment(scan.frames);
  const snapshot = parts === null ? null : readSnapshot(parts.snapshot);
  const fault = scan.corrupt
    ? `it is damaged at byte ${scan.cut.length}: ${scan.invalidBytes} bytes behind it cannot be used`
    : parts === null || snapshot === null
      ? null
      : gapIn(snapshot, parts.transactions.map(decodeTransaction));
  return { epoch, bytes: bytes.length, scan, parts, base: snapshot?.head.base ?? null, fault };
}

const decodeTransaction = (frame: Scan['frames'][number]): StoredTransaction =>
  decodePayload(frame) as StoredTransaction;

/** Revisions and versions grow by one each. */
function gapIn(
  { head, agents }: ReturnType<typeof readSnapshot>,
  transactions: readonly StoredTransaction[],
): string | null {
  let { revision } = head;
  const versions = new Map(agents.map(({ agent_id, version }) => [agent_id, version]));
  for (const transaction of transactions) {
    if (transaction.revision !== revision + 1) {
      return `revision ${revision} is followed by ${transaction.revision}`;
    }
    ({ revision } = transaction);
    for (const { agent, version } of transaction.changes) {
      const before = versions.get(agent) ?? 0;
      if (version !== before + 1) return `${agent} ${before} is followed by version ${version}`;
      versions.set(agent, version);
    }
  }
  return null;
}
