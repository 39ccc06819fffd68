import type { Clock } from '../../shared/clock.ts';
import { failures } from '../../shared/errors.ts';
import { Emitter, toDisposable, type Disposable } from '../../shared/lifecycle.ts';
import type { AgentRecord, HistoryPoint } from '../../shared/model.ts';
import { sliceOf } from './history/history.ts';
import { Ledger, pointsOf, receiptOf } from './ledger.ts';
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
import { RequestTable } from './requests.ts';

/** The same behaviour without a disk: for tests, and for what is only tried out. */
export function openMemoryStore(clock: Clock): Store {
  return new MemoryStore(clock);
}

interface Kept {
  readonly receipt: Promise<Receipt>;
}

class MemoryStore implements Store {
  readonly epoch = 1;
  private readonly ledger = new Ledger();
  private readonly requests: RequestTable<Kept>;
  private readonly points = new Map<string, HistoryPoint[]>();
  private readonly published = new Emitter<Published>();
  private readonly clock: Clock;
  private isClosed = false;

  constructor(clock: Clock) {
    this.clock = clock;
    this.requests = new RequestTable(clock);
  }

  get revision(): number {
    return this.ledger.revision;
  }

  read(agentId: string): AgentRecord | undefined {
    return this.ledger.read(agentId);
  }

  draft(agentId: string): AgentRecord | undefined {
    return this.ledger.draft(agentId);
  }

  list(): IterableIterator<Listed> {
    return this.ledger.list();
  }

  answered(request: RequestKey): Promise<Receipt> | undefined {
    const answer = this.requests.get(request);
    if (answer === undefined || answer.key.digest === request.digest) return answer?.kept.receipt;
    return Promise.reject(refusals.requestConflict(request, this.draft(request.agent_id)));
  }

  commit(
    mutations: readonly Mutation[],
    request?: RequestKey,
    documents?: DocumentChanges,
  ): Promise<Receipt> {
    const earlier = request === undefined ? undefined : this.answered(request);
    return earlier ?? this.apply(mutations, request, documents);
  }

  documents(prefix: string): IterableIterator<readonly [key: string, value: Json]> {
    return this.ledger.documents.withPrefix(prefix);
  }

  draftDocument(key: string): Json | undefined {
    return this.ledger.documents.draft(key);
  }

  history(agentId: string, range: HistoryRange): Promise<HistorySlice> {
    return sliceOf(this.points.get(agentId) ?? [], range);
  }

  onPublished(listener: (change: Published) => void): Disposable {
    return this.published.event(listener);
  }

  /** There is always room. */
  onObstacle(): Disposable {
    return toDisposable(() => undefined);
  }

  /** Memory is never lost to another process. */
  onLost(): Disposable {
    return toDisposable(() => undefined);
  }

  health(): StoreHealth {
    return {
      epoch: this.epoch,
      bytes: 0,
      rotations: 0,
      last_fsync_age_ms: null,
      fsync_p99_ms: null,
      read_only: false,
      damage: [],
    };
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }

  private async apply(
    mutations: readonly Mutation[],
    request: RequestKey | undefined,
    documents: DocumentChanges | undefined,
  ): Promise<Receipt> {
    if (this.isClosed) throw failures.unavailable('The store is closing.');
    const draft = this.ledger.stage(mutations, documents);
    this.ledger.accept(draft);
    // Published in the next step, as on a disk: `draft` and `read` differ until then.
    const receipt = Promise.resolve().then(() => {
      this.ledger.publish(draft);
      for (const [id, point] of pointsOf(draft, request?.request_id ?? null)) {
        this.points.set(id, [...(this.points.get(id) ?? []), point]);
      }
      const agentIds = new Set(draft.records.map((record) => record.agent_id));
      this.published.fire({ revision: draft.revision, agent_ids: [...agentIds] });
      return receiptOf(draft);
    });
    if (request !== undefined) {
      this.requests.add({ key: request, at: this.clock.wallMs(), kept: { receipt } });
    }
    return await receipt;
  }
}
