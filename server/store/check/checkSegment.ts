import type { Ground } from '../ground.ts';
import type { StoredTransaction } from '../log/codec.ts';
import { frameTypes, type Frame } from '../log/frame.ts';
import { decodePayload } from '../log/migrations.ts';
import { readPacked, readStored } from '../log/packed.ts';
import { scanSegment, type Scan } from '../log/segmentScan.ts';
import type { Base, SnapshotHead } from '../log/snapshot.ts';

export interface CheckedSegment {
  readonly epoch: number;
  readonly bytes: number;
  readonly scan: Scan;
  /** False: its leader never led, or its beginning is damaged. */
  readonly isWhole: boolean;
  readonly base: Base | null;
  readonly fault: string | null;
}

/**
 * Null when it is gone.
 * @throws WatchstanderError UNAVAILABLE when a newer Watchstander wrote it.
 */
export async function checkSegment(ground: Ground, epoch: number): Promise<CheckedSegment | null> {
  const order = new Order();
  const scan = await scanSegment(ground, epoch, { take: (frame) => order.take(frame) });
  if (scan === null) return null;
  const { isWhole, base, gap } = order;
  const fault = scan.corrupt
    ? `it is damaged at byte ${scan.cut.length}: ${scan.invalidBytes} bytes behind it cannot be used`
    : isWhole
      ? gap
      : null;
  const bytes = scan.cut.length + scan.invalidBytes;
  return { epoch, bytes, scan, isWhole, base: isWhole ? base : null, fault };
}

/** Revisions and versions grow by one each. */
class Order {
  base: Base | null = null;
  isWhole = false;
  gap: string | null = null;
  private revision = 0;
  private readonly versions = new Map<string, number>();

  take(frame: Frame): void {
    switch (frame.type) {
      case frameTypes.snapshotHead:
        ({ base: this.base, revision: this.revision } = decodePayload(frame) as SnapshotHead);
        break;
      case frameTypes.snapshotAgents:
        for (const packed of readPacked(frame)) {
          this.versions.set(packed.listed.agent_id, readStored(packed).version);
        }
        break;
      case frameTypes.snapshotEnd:
        this.isWhole = true;
        break;
      case frameTypes.transaction:
        this.gap ??= this.gapBefore(decodePayload(frame) as StoredTransaction);
        break;
    }
  }

  private gapBefore({ revision, changes }: StoredTransaction): string | null {
    const before = this.revision;
    this.revision = revision;
    if (revision !== before + 1) return `revision ${before} is followed by ${revision}`;
    for (const { agent, version } of changes) {
      const known = this.versions.get(agent) ?? 0;
      if (version !== known + 1) return `${agent} ${known} is followed by version ${version}`;
      this.versions.set(agent, version);
    }
    return null;
  }
}
