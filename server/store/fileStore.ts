import assert from 'node:assert/strict';
import type { Disposable } from '../../shared/lifecycle.ts';
import { Emitter, toDisposable } from '../../shared/lifecycle.ts';
import { failures, type WatchstanderError } from '../../shared/errors.ts';
import type { AgentRecord } from '../../shared/model.ts';
import { readReceipt } from './answers.ts';
import { storeTransaction } from './codec.ts';
import { frameTypes, headerBytes, payloadLimit, toPayload } from './frame.ts';
import { isFull } from './fs.ts';
import { FsyncTimes } from './fsyncTimes.ts';
import type { Ground } from './ground.ts';
import type { History } from './history.ts';
import type { Leadership } from './leadership.ts';
import { pointsOf, type Draft, type Ledger } from './ledger.ts';
import type { Lock } from './lock.ts';
import type {
  HistoryRange,
  HistorySlice,
  Mutation,
  Published,
  Receipt,
  RequestKey,
  Store,
  StoreHealth,
} from './port.ts';
import { refusals } from './refusals.ts';
import { storedAnswers, type Location, type RequestTable } from './requests.ts';
import { Outcome, WaitingLine, type Waiting } from './waitingLine.ts';

/** What an opened store is made of. */
export interface FileStoreParts {
  readonly ground: Ground;
  readonly leadership: Leadership;
  readonly ledger: Ledger;
  readonly requests: RequestTable<Location>;
  readonly history: History;
  /** The log of one epoch grows by so much before it is written anew. */
  readonly rotationBytes: number;
  readonly lock: Lock;
}

/** `readOnly`: the disk is full. `lost`: this process must not lead any longer. */
type Phase = 'leading' | 'readOnly' | 'lost';

/** How often a leader without room tries to go on. */
const retryMs = 5_000;

export class FileStore implements Store {
  private readonly parts: FileStoreParts;
  private readonly line = new WaitingLine();
  private readonly fsyncs: FsyncTimes;
  private readonly published = new Emitter<Published>();
  private readonly lost = new Emitter<{ why: 'fenced' | 'failed'; detail: string }>();
  private phase: Phase = 'leading';
  private lossError = failures.fenced();
  private rotations = 0;
  private drained: Promise<void> | null = null;
  private closing: Promise<void> | null = null;
  private retry: Disposable = toDisposable(() => undefined);

  constructor(parts: FileStoreParts) {
    this.parts = parts;
    this.fsyncs = new FsyncTimes(parts.ground.clock);
  }

  get epoch(): number {
    return this.parts.leadership.epoch;
  }

  get revision(): number {
    return this.parts.ledger.revision;
  }

  read(agentId: string): AgentRecord | undefined {
    return this.parts.ledger.read(agentId);
  }

  draft(agentId: string): AgentRecord | undefined {
    return this.parts.ledger.draft(agentId);
  }

  list(): IterableIterator<AgentRecord> {
    return this.parts.ledger.list();
  }

  history(agentId: string, range: HistoryRange): Promise<HistorySlice> {
    return this.parts.history.slice(agentId, range);
  }

  onPublished(listener: (change: Published) => void): Disposable {
    return this.published.event(listener);
  }

  onLost(listener: (why: 'fenced' | 'failed', detail: string) => void): Disposable {
    return this.lost.event(({ why, detail }) => listener(why, detail));
  }

  answered(request: RequestKey): Promise<Receipt> | undefined {
    const waiting = this.line.find(request);
    const answer = waiting === undefined ? this.parts.requests.get(request) : undefined;
    const digest = waiting?.request?.digest ?? answer?.key.digest;
    if (digest === undefined) return undefined;
    if (digest !== request.digest) {
      return Promise.reject(refusals.requestConflict(request, this.draft(request.agent_id)));
    }
    if (waiting !== undefined) return waiting.outcome.promise;
    assert(answer !== undefined);
    return readReceipt(this.parts.ground, this.parts.ledger, answer.kept);
  }

  commit(mutations: readonly Mutation[], request?: RequestKey): Promise<Receipt> {
    const earlier = request === undefined ? undefined : this.answered(request);
    return earlier ?? this.enqueue(mutations, request);
  }

  health(): StoreHealth {
    return {
      epoch: this.epoch,
      bytes: this.parts.leadership.base.length,
      rotations: this.rotations,
      last_fsync_age_ms: this.fsyncs.ageMs,
      fsync_p99_ms: this.fsyncs.p99Ms,
      read_only: this.phase === 'readOnly',
    };
  }

  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  /** Others touched the lock, or time stood still: lead on only if nobody else can. */
  async confirm(): Promise<void> {
    if (this.closing !== null || this.phase === 'lost') return;
    const outcome = (await this.parts.lock.confirm())
      ? await this.parts.leadership.check()
      : 'fenced';
    if (outcome === 'fenced') await this.lose([], failures.fenced());
  }

  private refuseUnlessLeading(): void {
    if (this.phase === 'readOnly') throw failures.unavailable(diskFull);
    if (this.phase === 'lost') throw this.lossError;
    if (this.closing !== null) throw failures.unavailable('The store is closing.');
  }

  private async enqueue(
    mutations: readonly Mutation[],
    request: RequestKey | undefined,
  ): Promise<Receipt> {
    this.refuseUnlessLeading();
    const { ledger, ground } = this.parts;
    const draft = ledger.stage(mutations);
    const { revision, changes } = draft;
    const at = ground.clock.wallMs();
    const payload = toPayload(storeTransaction({ revision, at, request, changes }));
    if (payload.length > payloadLimit) {
      throw failures.tooLarge('This transaction', `${payloadLimit} bytes`);
    }
    if (!this.line.hasRoomFor(payload)) throw failures.unavailable('The disk does not keep up.');
    ledger.accept(draft);
    const waiting: Waiting = { draft, request, at, payload, outcome: new Outcome() };
    this.line.add(waiting);
    this.drained ??= this.drain();
    return await waiting.outcome.promise;
  }

  /** Group commit: what comes while one write is on its way goes together in the next. */
  private async drain(): Promise<void> {
    // What else is committed in this turn goes into the same write.
    await Promise.resolve();
    while (this.phase === 'leading' && !this.line.isEmpty) await this.writeBatch();
    this.drained = null;
  }

  private async writeBatch(): Promise<void> {
    const { leadership, ground, rotationBytes } = this.parts;
    const batch = this.line.takeBatch();
    const { epoch, length } = leadership.base;
    const startMs = ground.clock.monotonicMs();
    try {
      const bodies = batch.map(({ payload }) => ({ type: frameTypes.transaction, payload }));
      const outcome = await leadership.commit(bodies);
      if (outcome === 'fenced') {
        await this.lose(batch, failures.fenced());
        return;
      }
    } catch (error) {
      await this.fail(batch, error);
      return;
    }
    this.fsyncs.add(startMs);
    this.publish(batch, { epoch, start: length });
    if (leadership.isRotationDue(rotationBytes)) await this.rotate();
  }

  /** Invariant I12: only what is durable under our own lead. */
  private publish(batch: readonly Waiting[], place: { epoch: number; start: number }): void {
    const { ledger, requests, history } = this.parts;
    let { start } = place;
    const agentIds = new Set<string>();
    for (const waiting of batch) {
      const { draft, request, at, payload } = waiting;
      const length = headerBytes + payload.length;
      ledger.publish(draft);
      const kept = { epoch: place.epoch, start, length };
      if (request !== undefined) requests.add({ key: request, at, kept });
      for (const [id, point] of pointsOf(draft, request?.request_id ?? null))
        history.add(id, point);
      for (const { agent_id } of draft.records) agentIds.add(agent_id);
      start += length;
      this.line.settled(waiting);
    }
    for (const { draft, outcome } of batch) outcome.resolve(receiptOf(draft));
    this.published.fire({ revision: ledger.revision, agent_ids: [...agentIds] });
  }

  private async rotate(): Promise<void> {
    const { leadership, ledger, requests, history } = this.parts;
    const ended = leadership.base;
    try {
      const outcome = await leadership.rotate({
        revision: ledger.revision,
        agents: ledger.list(),
        answers: storedAnswers(requests),
      });
      if (outcome === 'fenced') {
        await this.lose([], failures.fenced());
        return;
      }
    } catch (error) {
      await this.fail([], error);
      return;
    }
    this.rotations += 1;
    history.turn(ended);
    this.phase = 'leading';
  }

  /** The outcome of what waited is unknown; what was acknowledged is safe. Invariant I11. */
  private async fail(batch: readonly Waiting[], error: unknown): Promise<void> {
    const detail = error instanceof Error ? error.message : String(error);
    this.parts.ground.log(`store: writing to epoch ${this.epoch} failed: ${detail}`);
    if (!isFull(error)) return this.lose(batch, failures.unavailable(`Writing failed: ${detail}`));
    this.phase = 'readOnly';
    await this.giveUp(batch, failures.unavailable(diskFull));
    this.retry = this.parts.ground.clock.after(retryMs, () => void this.tryAgain());
  }

  private async tryAgain(): Promise<void> {
    if (this.closing !== null || this.phase !== 'readOnly') return;
    await this.rotate();
    this.drained ??= this.drain();
  }

  private async lose(batch: readonly Waiting[], error: WatchstanderError): Promise<void> {
    if (this.phase === 'lost') return;
    this.phase = 'lost';
    this.lossError = error;
    await this.giveUp(batch, error);
    this.parts.ground.log(`store: epoch ${this.epoch} ends: ${error.message}`);
    const why = error.code === 'FENCED' ? 'fenced' : 'failed';
    this.lost.fire({ why, detail: error.message });
  }

  private async giveUp(batch: readonly Waiting[], error: Error): Promise<void> {
    this.parts.ledger.dropDrafts();
    this.line.rejectAll(batch, error);
    await this.parts.leadership.poison();
  }

  private async end(): Promise<void> {
    await this.drained;
    this.retry.dispose();
    if (this.phase === 'leading') await this.seal();
    await this.parts.leadership.poison();
    await this.parts.lock.release();
  }

  /** Says that nothing acknowledged comes after: what is missing behind it never was. */
  private async seal(): Promise<void> {
    const bodies = [{ type: frameTypes.closed, payload: toPayload({}) }];
    try {
      await this.parts.leadership.commit(bodies);
    } catch (error) {
      this.parts.ground.log(`store: epoch ${this.epoch} was not sealed: ${String(error)}`);
    }
  }
}

const diskFull =
  'The disk is full: the last state is safe, nothing new can be stored until there is room.';

function receiptOf({ revision, records }: Draft): Receipt {
  return { revision, records };
}
