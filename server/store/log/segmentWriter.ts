import type { Claim } from './claim.ts';
import { isFenced } from './claim.ts';
import { encodeFrames, type FrameBody } from './frame.ts';
import { appendAll } from '../disk/fs.ts';
import { originOf, type Ground } from '../ground.ts';
import type { Cut } from './segment.ts';
import { snapshotBodies, snapshotEnd, type Snapshot } from './snapshot.ts';

export type Outcome = 'done' | 'fenced';

/**
 * The segment of a led epoch (Invariant I5: nobody else appends to it). After any rejection it must
 * not be used again: what is on the disk behind `cut` is unknown (Invariant I11).
 */
export class SegmentWriter {
  readonly claim: Claim;
  /** Length of the snapshot that it begins with. */
  private snapshotLength = 0;
  private durable: Cut = { index: 0, length: 0 };
  /** How far "frame 0" is written, while it is not durable. */
  private prepared: Cut = { index: 0, length: 0 };
  private readonly ground: Ground;

  constructor(ground: Ground, claim: Claim) {
    this.ground = ground;
    this.claim = claim;
  }

  get epoch(): number {
    return this.claim.epoch;
  }

  /** Everything before it is durable and was written while leading. */
  get cut(): Cut {
    return this.durable;
  }

  get tailBytes(): number {
    return this.durable.length - this.snapshotLength;
  }

  get snapshotBytes(): number {
    return this.snapshotLength;
  }

  /** Steps f to h of a claim: "frame 0", durable under a durable name. */
  async begin(snapshot: Snapshot): Promise<Outcome> {
    if (await isFenced(this.ground, this.claim)) return 'fenced';
    for (const body of snapshotBodies(snapshot)) await this.prepare([body]);
    return this.complete();
  }

  /** More of "frame 0". Invariant I10: written anew, whatever an earlier segment has of it. */
  async prepare(bodies: readonly FrameBody[]): Promise<void> {
    this.prepared = await this.write(bodies, this.prepared, 0);
  }

  async complete(): Promise<Outcome> {
    await this.prepare([snapshotEnd]);
    await this.sync();
    await this.ground.fs.syncFolder(this.ground.folder);
    // Invariant I8: until here nothing was answered.
    if (await isFenced(this.ground, this.claim)) return 'fenced';
    this.snapshotLength = this.prepared.length;
    this.durable = this.prepared;
    return 'done';
  }

  /**
   * Invariant I6: all written, synced, and only then still leading. `top` is the highest epoch that
   * this process claimed: above it is who leads after us.
   */
  async commit(bodies: readonly FrameBody[], top: number): Promise<Outcome> {
    const cut = await this.write(bodies, this.durable, this.durable.index);
    await this.sync();
    const { rules } = this.ground;
    if (rules.checkFenceBeforeAnswer && (await isFenced(this.ground, this.claim, top))) {
      return 'fenced';
    }
    this.durable = cut;
    return 'done';
  }

  async sync(): Promise<void> {
    if (this.ground.rules.syncBeforeAnswer) await this.ground.fs.sync(this.claim.descriptor);
  }

  async close(): Promise<void> {
    await this.ground.fs.close(this.claim.descriptor);
  }

  private async write(bodies: readonly FrameBody[], at: Cut, batchStart: number): Promise<Cut> {
    const origin = originOf(this.ground, this.epoch);
    const bytes = encodeFrames(bodies, origin, { index: at.index, batchStart });
    await appendAll(this.ground.fs, this.claim.descriptor, bytes);
    return { index: at.index + bodies.length, length: at.length + bytes.length };
  }
}
