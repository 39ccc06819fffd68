import assert from 'node:assert/strict';
import { failures } from '../../shared/errors.ts';
import type { Disposable } from '../../shared/lifecycle.ts';
import type { AgentRecord } from '../../shared/model.ts';
import type { StoreDamage } from '../../shared/storeReport.ts';
import { readReceipt } from './answers.ts';
import { storeTransaction } from './log/codec.ts';
import { payloadLimit, toPayload } from './log/frame.ts';
import { GroupCommit, type CommitParts } from './groupCommit.ts';
import type { Lock } from './lock/lock.ts';
import type {
  DocumentChanges,
  HistoryRange,
  HistorySlice,
  Json,
  Listed,
  Mutation,
  Published,
  Receipt,
  RequestKey,
  Store,
  StoreHealth,
} from './port.ts';
import { refusals } from './refusals.ts';
import { pointsOnly } from './history/epochPoints.ts';
import type { Retention } from './history/retention.ts';
import { Upkeep } from './upkeep.ts';
import { Outcome } from './waitingLine.ts';

/** What an opened store is made of. */
export interface FileStoreParts extends CommitParts {
  readonly lock: Lock;
  readonly retention: () => Retention;
  /** What this and earlier starts found damaged. */
  readonly damage: readonly StoreDamage[];
  readonly upkeepAfterMs: number;
}

/** The port, over a led epoch. */
export class FileStore implements Store {
  private readonly parts: FileStoreParts;
  private readonly commits: GroupCommit;
  private readonly upkeep: Upkeep;
  private rotations = 0;
  private closing: Promise<void> | null = null;

  constructor(parts: FileStoreParts) {
    this.parts = parts;
    this.commits = new GroupCommit(parts);
    this.upkeep = new Upkeep({ ...parts, leadingEpoch: () => this.leadingEpoch() });
    this.commits.onRotated.event(() => {
      this.rotations += 1;
      this.upkeep.run();
    });
    this.upkeep.begin(parts.upkeepAfterMs);
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

  list(): IterableIterator<Listed> {
    return this.parts.ledger.list();
  }

  history(agentId: string, range: HistoryRange): Promise<HistorySlice> {
    return this.parts.history.slice(agentId, range);
  }

  onPublished(listener: (change: Published) => void): Disposable {
    return this.commits.onPublished.event(listener);
  }

  onObstacle(listener: () => void): Disposable {
    return this.commits.onRoomChanged.event(listener);
  }

  onLost(listener: (why: 'fenced' | 'failed', detail: string) => void): Disposable {
    return this.commits.onLost.event(({ why, detail }) => listener(why, detail));
  }

  answered(request: RequestKey): Promise<Receipt> | undefined {
    const waiting = this.commits.line.find(request);
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

  async commit(
    mutations: readonly Mutation[],
    request?: RequestKey,
    documents?: DocumentChanges,
  ): Promise<Receipt> {
    const earlier = request === undefined ? undefined : this.answered(request);
    return await (earlier ?? this.enqueue(mutations, request, documents));
  }

  documents(prefix: string): IterableIterator<readonly [key: string, value: Json]> {
    return this.parts.ledger.documents.withPrefix(prefix);
  }

  draftDocument(key: string): Json | undefined {
    return this.parts.ledger.documents.draft(key);
  }

  health(): StoreHealth {
    const { fsyncs, state } = this.commits;
    return {
      epoch: this.epoch,
      bytes: this.parts.leadership.base.length + this.upkeep.otherBytes,
      rotations: this.rotations,
      last_fsync_age_ms: fsyncs.ageMs,
      fsync_p99_ms: fsyncs.p99Ms,
      damage: this.parts.damage,
      ...state,
    };
  }

  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  /** Others touched the lock, or time stood still: leads on only if nobody else can. */
  async confirm(): Promise<void> {
    if (this.leadingEpoch() === null) return;
    const { lock, leadership, ground } = this.parts;
    try {
      if ((await lock.confirm()) && (await leadership.check()) === 'done') return;
    } catch (error) {
      ground.log(`store: whether the lock is still ours cannot be told: ${String(error)}`);
    }
    await this.commits.stepDown();
  }

  /** @throws WatchstanderError for what is not taken; then nothing has changed. */
  private enqueue(
    mutations: readonly Mutation[],
    request: RequestKey | undefined,
    documents: DocumentChanges | undefined,
  ): Promise<Receipt> {
    this.commits.refuseUnlessLeading();
    if (this.closing !== null) throw failures.unavailable('The store is closing.');
    const { ledger, ground } = this.parts;
    const draft = ledger.stage(mutations, documents);
    const at = ground.clock.wallMs();
    const stored = storeTransaction({ ...draft, at, request });
    const payload = toPayload(stored);
    if (payload.length > payloadLimit) {
      throw failures.tooLarge('This transaction', `${payloadLimit} bytes`);
    }
    if (!this.commits.line.hasRoomFor(payload)) {
      throw failures.unavailable('The disk does not keep up with what is to be stored.');
    }
    ledger.accept(draft);
    const outcome = new Outcome();
    this.commits.add({ draft, points: pointsOnly(stored), request, at, payload, outcome });
    return outcome.promise;
  }

  /** Null when this process leads no longer. */
  private leadingEpoch(): number | null {
    return this.closing === null && this.commits.phase !== 'lost' ? this.epoch : null;
  }

  private async end(): Promise<void> {
    await this.commits.end();
    await this.upkeep.settled();
    await this.parts.lock.release();
  }
}
