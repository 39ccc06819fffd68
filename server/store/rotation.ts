import type { Ground } from './ground.ts';
import { batchLimit, type FrameBody } from './log/frame.ts';
import type { Outcome, SegmentWriter } from './log/segmentWriter.ts';
import { snapshotBodies, type Snapshot } from './log/snapshot.ts';

/** So much is written before it is synced: an fsync of much more would hold up those of commits. */
const syncBytes = 2 * 1024 * 1024;
/** So long it works in a row: shorter, and more is committed meanwhile, which is to be written twice. */
const workMs = 5;
/** So little may be left for the moment in which commits wait. */
const restBytes = 128 * 1024;

/**
 * A claimed epoch on its way to be led. Its snapshot, of the moment of the claim, is written while
 * commits go on in the epoch before; what they commit is written behind it, before its end. So the
 * new segment counts only when it holds all that was acknowledged, and until then the old one does.
 */
export class Rotation {
  /** Resolves, also after a failure, when only `finish` is left to do. */
  readonly prepared: Promise<void>;
  readonly writer: SegmentWriter;
  private readonly ground: Ground;
  private meanwhile: FrameBody[] = [];
  private meanwhileBytes = 0;
  private count = 0;
  private failure: { readonly error: unknown } | null = null;
  private isPrepared = false;
  private isAbandoned = false;

  constructor(ground: Ground, writer: SegmentWriter, snapshot: Snapshot) {
    this.ground = ground;
    this.writer = writer;
    this.prepared = this.prepare(snapshot).then(
      () => void (this.isPrepared = true),
      (error: unknown) => {
        this.failure = { error };
        this.isPrepared = true;
      },
    );
  }

  get isReady(): boolean {
    return this.isPrepared;
  }

  /** So many frames that they would hardly fit one write: commits should wait. */
  get isCrowded(): boolean {
    return this.count > batchLimit / 2;
  }

  /** Durable in the epoch before, in order. */
  add(bodies: readonly FrameBody[]): void {
    if (!this.ground.rules.carryCommits) return;
    for (const body of bodies) {
      this.meanwhile.push(body);
      this.meanwhileBytes += body.payload.length;
    }
    this.count += bodies.length;
  }

  /** While nothing else is written. Rejects with what failed before, too. */
  async finish(): Promise<Outcome> {
    await this.prepared;
    if (this.failure !== null) throw this.failure.error;
    await this.writeMeanwhile();
    return this.writer.complete();
  }

  /** Invariant I4: the file stays; nobody reads a segment that has no end of its snapshot. */
  async abandon(): Promise<void> {
    this.isAbandoned = true;
    await this.prepared;
    try {
      await this.writer.close();
    } catch (error) {
      this.ground.log(`store: closing epoch ${this.writer.epoch} failed: ${String(error)}`);
    }
  }

  private async prepare(snapshot: Snapshot): Promise<void> {
    const { clock, turn } = this.ground;
    let unsynced = 0;
    let turnMs = clock.monotonicMs();
    for (const body of snapshotBodies(snapshot)) {
      if (this.isAbandoned) return;
      await this.writer.prepare([body]);
      unsynced += body.payload.length;
      if (unsynced > syncBytes) {
        await this.writer.sync();
        unsynced = 0;
      }
      if (clock.monotonicMs() - turnMs < workMs) continue;
      await turn();
      turnMs = clock.monotonicMs();
    }
    do {
      await this.writeMeanwhile();
      await this.writer.sync();
    } while (this.meanwhileBytes > restBytes && !this.isAbandoned);
  }

  private async writeMeanwhile(): Promise<void> {
    const bodies = this.meanwhile;
    this.meanwhile = [];
    this.meanwhileBytes = 0;
    if (bodies.length > 0) await this.writer.prepare(bodies);
  }
}
