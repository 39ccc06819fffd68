import type { Disposable } from '../../shared/lifecycle.ts';
import { Emitter, toDisposable } from '../../shared/lifecycle.ts';
import type { StoreState } from '../../shared/conditions.ts';
import { failures, type WatchstanderError } from '../../shared/errors.ts';
import { EpochPoints } from './history/epochPoints.ts';
import { frameTypes, headerBytes, toPayload } from './log/frame.ts';
import { isFull } from './disk/fs.ts';
import { FsyncTimes } from './fsyncTimes.ts';
import type { Ground } from './ground.ts';
import type { History } from './history/history.ts';
import type { Leadership } from './leadership.ts';
import type { Base } from './log/snapshot.ts';
import { receiptOf, type Ledger } from './ledger.ts';
import type { Published } from './port.ts';
import { refusals } from './refusals.ts';
import type { AnsweredRequests, Location } from './answeredRequests.ts';
import { hasRoom } from './room.ts';
import type { Rotation } from './rotation.ts';
import { WaitingLine, type Waiting } from './waitingLine.ts';

/** `readOnly`: the disk is full. `lost`: this process must not lead any longer. */
export type Phase = 'leading' | 'readOnly' | 'lost';

export interface Loss {
  readonly why: 'fenced' | 'failed';
  readonly detail: string;
}

export interface CommitParts {
  readonly ground: Ground;
  readonly leadership: Leadership;
  readonly ledger: Ledger;
  readonly requests: AnsweredRequests;
  readonly history: History;
  readonly rotationBytes: number;
}

/** How often a leader without room tries to go on. */
const retryMs = 5_000;
/** How long a write waits at most for more to go with it. */
const gatherMs = 2;
/** Room for what comes after the snapshot. */
const spareBytes = 1024 * 1024;

/**
 * The way of commits to the disk: one write at a time, everything that waits in each. It also rotates:
 * begin and end of a rotation come between writes, its work beside them.
 */
export class GroupCommit {
  readonly line = new WaitingLine();
  readonly fsyncs: FsyncTimes;
  readonly onPublished = new Emitter<Published>();
  readonly onLost = new Emitter<Loss>();
  readonly onRotated = new Emitter<number>();
  /** The disk is full, or has room again. */
  readonly onRoomChanged = new Emitter<undefined>();
  private readonly parts: CommitParts;
  private current: Phase = 'leading';
  private loss = failures.fenced();
  private working: Promise<void> | null = null;
  private retry: Disposable = toDisposable(() => undefined);
  /** Under way, and where the current epoch ends if it comes to pass. */
  private rotation: { readonly step: Rotation; readonly base: Base } | null = null;

  constructor(parts: CommitParts) {
    this.parts = parts;
    this.fsyncs = new FsyncTimes(parts.ground.clock);
  }

  get state(): StoreState {
    if (this.current !== 'readOnly') return { read_only: false };
    const { message, nextStep } = this.diskFull;
    return { read_only: true, error: `${message} ${nextStep}` };
  }

  get phase(): Phase {
    return this.current;
  }

  /** @throws WatchstanderError unless commits are taken. */
  refuseUnlessLeading(): void {
    if (this.current === 'readOnly') throw this.diskFull;
    if (this.current === 'lost') throw this.loss;
  }

  add(waiting: Waiting): void {
    this.line.add(waiting);
    this.working ??= this.drain();
  }

  /** Finishes what waits and says that nothing acknowledged comes after it. */
  async end(): Promise<void> {
    while (this.working !== null || this.rotation !== null) {
      await this.rotation?.step.prepared;
      await this.working;
    }
    this.retry.dispose();
    if (this.current === 'leading') await this.seal();
    await this.parts.leadership.giveUp();
  }

  /** Ends the lead from outside: what is being written is finished first. */
  async stepDown(): Promise<void> {
    if (this.current === 'lost') return;
    this.current = 'lost';
    await this.working;
    await this.lose([], failures.fenced());
  }

  private async drain(): Promise<void> {
    // What ends at once must not end before `working` is set, or that would stay for ever.
    await Promise.resolve();
    while (this.current === 'leading') {
      if (this.rotation?.step.isReady === true) await this.finishRotation();
      else if (this.line.isEmpty) break;
      else {
        await this.gather();
        await this.writeBatch();
      }
    }
    this.working = null;
  }

  /**
   * Waits for what has arrived and is not taken in yet: it goes into the same write. While each turn
   * brings more, a write would make all of it wait for an fsync of its own.
   */
  private async gather(): Promise<void> {
    const { ground } = this.parts;
    const endMs = ground.clock.monotonicMs() + gatherMs;
    let known = 0;
    while (this.line.count > known && ground.clock.monotonicMs() < endMs) {
      known = this.line.count;
      await ground.turn();
    }
  }

  private async writeBatch(): Promise<void> {
    const { leadership, ground, rotationBytes } = this.parts;
    const batch = this.line.takeBatch();
    const { epoch, length } = leadership.base;
    const startMs = ground.clock.monotonicMs();
    const bodies = batch.map(({ payload }) => ({ type: frameTypes.transaction, payload }));
    if (!(await this.attempt(batch, () => leadership.commit(bodies)))) return;
    this.fsyncs.add(startMs);
    this.rotation?.step.add(bodies);
    this.publish(batch, { epoch, start: length });
    if (this.current !== 'leading') return;
    if (this.rotation === null && leadership.isRotationDue(rotationBytes)) {
      await this.beginRotation();
    } else if (this.rotation?.step.isCrowded === true) await this.rotation.step.prepared;
  }

  /** Invariant I12: only what is durable under our own lead. */
  private publish(batch: readonly Waiting[], place: { epoch: number; start: number }): void {
    const { epoch } = place;
    let { start } = place;
    const agentIds = new Set<string>();
    for (const waiting of batch) {
      const length = headerBytes + waiting.payload.length;
      this.enter(waiting, { epoch, start, length });
      for (const { agent_id } of waiting.draft.records) agentIds.add(agent_id);
      start += length;
    }
    for (const { draft, outcome } of batch) {
      outcome.resolve(receiptOf(draft));
    }
    const { revision } = this.parts.ledger;
    this.onPublished.fire({ revision, agent_ids: [...agentIds] });
  }

  private enter(waiting: Waiting, kept: Location): void {
    const { ledger, requests, history } = this.parts;
    const { draft, points, request, at } = waiting;
    ledger.publish(draft);
    history.add(points);
    if (request !== undefined) requests.add({ key: request, at, kept });
    this.line.settled(waiting);
  }

  /** The snapshot is of this moment; it is written while commits go on. */
  private async beginRotation(): Promise<void> {
    const { leadership, ledger, requests, history } = this.parts;
    if (!(await this.attempt([], () => leadership.claimNext()))) return;
    const { base } = leadership;
    const step = leadership.rotation({
      revision: ledger.revision,
      agents: ledger.kept(),
      answers: requests.payloads(),
      documents: ledger.documents.all(),
      ended: history.unwritten().map((ended) => ended.base),
      carried: new EpochPoints(),
    });
    history.beginTurn();
    this.rotation = { step, base };
    void step.prepared.then(() => (this.working ??= this.drain()));
  }

  private async finishRotation(): Promise<void> {
    const { leadership, history } = this.parts;
    const { rotation } = this;
    if (rotation === null || !(await this.attempt([], () => rotation.step.finish()))) return;
    this.rotation = null;
    await leadership.turnTo(rotation.step.writer);
    history.turn(rotation.base, leadership.epoch);
    const hadNoRoom = this.current === 'readOnly';
    if (hadNoRoom) this.current = 'leading';
    if (hadNoRoom) this.onRoomChanged.fire(undefined);
    this.onRotated.fire(leadership.epoch);
  }

  private async abandonRotation(): Promise<void> {
    const { rotation } = this;
    this.rotation = null;
    this.parts.history.cancelTurn();
    await rotation?.step.abandon();
  }

  /** False when it did not come to pass: then all that waits was told so, `batch` included. */
  private async attempt(
    batch: readonly Waiting[],
    act: () => Promise<'done' | 'fenced'>,
  ): Promise<boolean> {
    try {
      if ((await act()) === 'done') return true;
      await this.lose(batch, failures.fenced());
    } catch (error) {
      await this.fail(batch, error);
    }
    return false;
  }

  /** Whether what waited was stored is unknown; what was acknowledged is safe. Invariant I11. */
  private async fail(batch: readonly Waiting[], error: unknown): Promise<void> {
    const detail = error instanceof Error ? error.message : String(error);
    this.parts.ground.log(`store: writing epoch ${this.parts.leadership.epoch} failed: ${detail}`);
    if (!isFull(error) || this.current === 'lost') {
      await this.lose(batch, failures.unavailable(`The store could not be written: ${detail}`));
      return;
    }
    this.current = 'readOnly';
    await this.drop(batch, this.diskFull);
    this.onRoomChanged.fire(undefined);
    this.retryLater();
  }

  private retryLater(): void {
    this.retry = this.parts.ground.clock.after(retryMs, () => {
      if (this.working === null) this.working = this.resume();
      else this.retryLater();
    });
  }

  /** A claim is made only when there is room for it: a full disk is not filled with empty claims. */
  private async resume(): Promise<void> {
    const { ground, leadership } = this.parts;
    const bytes = leadership.snapshotBytes + spareBytes;
    try {
      if (await hasRoom(ground, leadership.epoch, bytes)) {
        await this.beginRotation();
        await this.finishRotation();
      } else this.retryLater();
    } catch (error) {
      await this.fail([], error);
    }
    await this.drain();
  }

  private async lose(batch: readonly Waiting[], error: WatchstanderError): Promise<void> {
    this.current = 'lost';
    this.loss = error;
    await this.drop(batch, error);
    this.parts.ground.log(`store: epoch ${this.parts.leadership.epoch} ends: ${error.message}`);
    this.onLost.fire({ why: error.code === 'FENCED' ? 'fenced' : 'failed', detail: error.message });
    this.onLost.dispose();
  }

  private async drop(batch: readonly Waiting[], error: Error): Promise<void> {
    this.parts.ledger.dropDrafts();
    this.line.rejectAll(batch, error);
    await this.abandonRotation();
    await this.parts.leadership.giveUp();
  }

  private get diskFull(): WatchstanderError {
    return refusals.diskFull(this.parts.ground.folder);
  }

  private async seal(): Promise<void> {
    const bodies = [{ type: frameTypes.closed, payload: toPayload({}) }];
    try {
      await this.parts.leadership.commit(bodies);
    } catch (error) {
      this.parts.ground.log(`store: the last epoch was not sealed: ${String(error)}`);
    }
  }
}
