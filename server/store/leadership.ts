import { claimEpoch, isFenced, type Claim } from './log/claim.ts';
import type { FrameBody } from './log/frame.ts';
import { segmentPath, type Ground } from './ground.ts';
import { SegmentWriter, type Outcome } from './log/segmentWriter.ts';
import { Rotation } from './rotation.ts';
import type { Base, Snapshot } from './log/snapshot.ts';

/** State as it is in memory, for the snapshot of the next epoch. */
export interface SnapshotSource extends Omit<Snapshot, 'head'> {
  readonly revision: number;
  /** Ended epochs before the one that ends now. */
  readonly ended: readonly Base[];
}

/**
 * The epoch that this process leads, and the step to the next one. Invariant I1: one process an
 * epoch; that is what the claim is for.
 */
export class Leadership {
  private readonly ground: Ground;
  private writer: SegmentWriter;
  /** The highest claim that is ours: above `writer` in a rotation, and when the disk was full at one. */
  private top: Claim;
  private writable = true;

  private constructor(ground: Ground, writer: SegmentWriter) {
    this.ground = ground;
    this.writer = writer;
    this.top = writer.claim;
  }

  /** Null when another process claimed a higher epoch meanwhile. */
  static async begin(
    ground: Ground,
    claim: Claim,
    source: SnapshotSource & { readonly base: Base },
  ): Promise<Leadership | null> {
    const writer = new SegmentWriter(ground, claim);
    const outcome = await writer.begin(snapshotFor(ground, claim, source));
    return outcome === 'done' ? new Leadership(ground, writer) : null;
  }

  get epoch(): number {
    return this.writer.epoch;
  }

  /** How far the current epoch is acknowledged. */
  get base(): Base {
    return { epoch: this.writer.epoch, ...this.writer.cut };
  }

  /** What a snapshot took when it was last written. */
  get snapshotBytes(): number {
    return this.writer.snapshotBytes;
  }

  /** The log grew by so much, and by more than what it amounts to, unless that is very much. */
  isRotationDue(bytes: number): boolean {
    const { tailBytes, snapshotBytes } = this.writer;
    return tailBytes > Math.max(bytes, Math.min(snapshotBytes, 4 * bytes));
  }

  /** Whether somebody else may lead by now. */
  async check(): Promise<Outcome> {
    const isOvertaken = this.writable
      ? await isFenced(this.ground, this.writer.claim, this.top.epoch)
      : (await this.ground.fs.facts(segmentPath(this.ground, this.top.epoch + 1))) !== null;
    return isOvertaken ? 'fenced' : 'done';
  }

  async commit(bodies: readonly FrameBody[]): Promise<Outcome> {
    return this.writer.commit(bodies, this.top.epoch);
  }

  /**
   * Claims the next epoch exactly once, to be written from memory. Who finds that number taken was
   * fenced and must not climb further: its memory is old.
   */
  async claimNext(): Promise<Outcome> {
    const claim = await claimEpoch(this.ground, this.top.epoch + 1);
    if (claim === 'taken' || claim === 'behind') return 'fenced';
    this.top = claim;
    return 'done';
  }

  /** The claimed epoch, to begin with what the current one has come to by now. */
  rotation(source: SnapshotSource): Rotation {
    const { base, ground, top } = this;
    const ended = [base, ...source.ended];
    const snapshot = snapshotFor(ground, top, { ...source, ended, base });
    return new Rotation(ground, new SegmentWriter(ground, top), snapshot);
  }

  /** The claimed epoch is whole: from here on it is led. */
  async turnTo(next: SegmentWriter): Promise<void> {
    await this.closeWriter();
    this.writer = next;
    this.writable = true;
  }

  /** Invariant I11: after an error the descriptor is given up, never written again. */
  async giveUp(): Promise<void> {
    await this.closeWriter();
  }

  /** All that was acknowledged is durable: nothing depends on it. */
  private async closeWriter(): Promise<void> {
    if (!this.writable) return;
    this.writable = false;
    try {
      await this.writer.close();
    } catch (error) {
      this.ground.log(`store: closing epoch ${this.epoch} failed: ${String(error)}`);
    }
  }
}

function snapshotFor(
  ground: Ground,
  { epoch }: Claim,
  source: SnapshotSource & { readonly base: Base },
): Snapshot {
  const { revision, base, ended, ...state } = source;
  const at = ground.clock.wallMs();
  return { head: { store: ground.storeId, epoch, base, ended, revision, at }, ...state };
}
