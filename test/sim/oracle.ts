import assert from 'node:assert/strict';
import type { AgentRecord, HistoryPoint } from '../../shared/model.ts';
import type {
  DocumentChanges,
  Json,
  Mutation,
  RequestKey,
  Store,
} from '../../server/store/port.ts';
import { windowLength } from '../../server/store/log/packedState.ts';

/** One check-in that a client wants stored. Its number is all over the record that it makes. */
export interface Wish {
  readonly agent: string;
  readonly number: number;
}

/** A version of an agent that somebody was told of, and in which epoch. */
interface Told {
  readonly number: number;
  readonly epoch: number;
}

/**
 * What clients were promised, and whether a store keeps it: every acknowledged update present, no
 * version given twice, nothing that was seen ever undone, each request done once.
 */
export class Oracle {
  private readonly told = new Map<string, Map<number, Told>>();
  private readonly wished = new Map<number, Wish>();
  private next: number;

  constructor(firstNumber: number) {
    this.next = firstNumber;
  }

  /** One that knows the same, and learns on its own. */
  fork(): Oracle {
    const twin = new Oracle(this.next);
    for (const [agent, versions] of this.told) twin.told.set(agent, new Map(versions));
    for (const [number, wish] of this.wished) twin.wished.set(number, wish);
    return twin;
  }

  wish(agent: string): Wish {
    const wish = { agent, number: this.next };
    this.wished.set(this.next, wish);
    this.next += 1;
    return wish;
  }

  mutationOf(wish: Wish, before: AgentRecord | undefined): Mutation {
    return mutationOf(wish, before);
  }

  /** A document beside each agent says what its record says; an odd one comes and goes. */
  documentsOf({ agent, number }: Wish): DocumentChanges {
    return new Map<string, Json | null>([
      [`newest/${agent}`, number],
      [`odd/${agent}`, number % 2 === 0 ? null : number],
    ]);
  }

  requestOf(wish: Wish): RequestKey {
    return { agent_id: wish.agent, request_id: `r${wish.number}`, digest: 'd' };
  }

  /** A client was told that its wish is this version now. */
  acknowledge(wish: Wish, version: number, epoch: number): void {
    this.tell(wish.agent, version, { number: wish.number, epoch });
  }

  /** A store was opened: what it shows will be seen. */
  opened(store: Store): void {
    for (const [agent, versions] of this.told) {
      // Those of later epochs need not be known to a leader that was overtaken since.
      const earlier = [...versions].filter(([, told]) => told.epoch < store.epoch);
      const newest = Math.max(0, ...earlier.map(([version]) => version));
      const version = store.read(agent)?.version ?? 0;
      assert(version >= newest, `epoch ${store.epoch} has ${agent} ${version}, lost ${newest}`);
    }
    for (const { agent_id } of store.list()) {
      const record = store.read(agent_id);
      assert(record !== undefined, `${agent_id} is listed and cannot be read`);
      this.checkRecord(record);
      this.checkDocuments(record, new Map(store.documents('')));
      this.tell(record.agent_id, record.version, { number: numberOf(record), epoch: store.epoch });
    }
  }

  /** The whole history of an agent, from the last leader. */
  audit(record: AgentRecord, points: readonly HistoryPoint[]): void {
    this.checkRecord(record);
    const { agent_id, version } = record;
    const numbers = points.map((point) => point.time);
    const versions = points.map((point) => point.version);
    assert.deepEqual(
      versions,
      [...Array(version).keys()].map((n) => n + 1),
      `${agent_id}: gaps`,
    );
    assert.equal(new Set(numbers).size, numbers.length, `${agent_id}: a request was done twice`);
    for (const [told, { number }] of this.told.get(agent_id) ?? []) {
      assert.equal(numbers[told - 1], number, `${agent_id}: version ${told} is another`);
    }
    for (const point of points) {
      assert.equal(this.wished.get(point.time)?.agent, agent_id, 'nobody asked for it');
      assert([null, `r${point.time}`].includes(point.request_id), 'the request of another');
    }
    const window = Float64Array.from(numbers.slice(-windowLength));
    assert.deepEqual(record.state.window, window, `${agent_id}: window`);
  }

  agents(): string[] {
    return [...this.told.keys()];
  }

  private tell(agent: string, version: number, told: Told): void {
    const versions = this.told.get(agent) ?? new Map<number, Told>();
    this.told.set(agent, versions);
    const before = versions.get(version);
    assert(
      before === undefined || before.number === told.number,
      `${agent} ${version} was ${before?.number ?? 0} in epoch ${before?.epoch ?? 0}, ` +
        `is ${told.number} in ${told.epoch}`,
    );
    if (before === undefined) versions.set(version, told);
  }

  private checkDocuments(record: AgentRecord, documents: ReadonlyMap<string, Json>): void {
    const { agent_id } = record;
    const number = numberOf(record);
    assert.equal(documents.get(`newest/${agent_id}`), number, `${agent_id}: another document`);
    assert.equal(documents.get(`odd/${agent_id}`), number % 2 === 0 ? undefined : number);
  }

  private checkRecord(record: AgentRecord): void {
    const number = numberOf(record);
    assert.equal(this.wished.get(number)?.agent, record.agent_id, 'nobody asked for it');
    assert.equal(record.last_update, textOf(number));
    assert.equal(record.state.window.at(-1), number);
  }
}

function numberOf(record: AgentRecord): number {
  return record.state.V;
}

function textOf(number: number): string {
  return `update ${String(number).padStart(8, '0')}`;
}

const verdict: AgentRecord['verdict'] = {
  decision: { action: 'approve', reason: '', require_human: false },
  health: 'healthy',
  health_message: '',
  reasons: [],
  risk_score: 0,
  risk_raw: 0,
  void_active: false,
  void_threshold: 0,
  sampling: { temperature: 0, top_p: 0, max_tokens: 0, lambda1: 0 },
};

const statistics = { risk_sum: 0, void_count: 0, approve: 0, revise: 0, reject: 0 };

const scalars = { E: 0, I: 0, S: 0, coherence: 0, lambda1: 0, integral: 0, time: 0, updates: 0 };
const smoothed = { smoothed_risk: 0, smoothed_coherence: 0, baseline: 0 };

const first = {
  created: '',
  harness: null,
  workspace: null,
  lifecycle: 'active' as const,
  paused: null,
  archived_at: null,
  tags: [],
  tag_history: [],
  notes: '',
  events: [],
  history_after: 0,
};

function mutationOf({ agent, number }: Wish, before: AgentRecord | undefined): Mutation {
  const earlier = before?.state.window ?? new Float64Array();
  const window = Float64Array.of(...earlier, number).slice(-windowLength);
  const state = { ...scalars, ...smoothed, V: number, previous: null, window };
  const patch = { last_update: textOf(number), state, verdict, statistics };
  const { E, I, S, coherence, lambda1 } = scalars;
  return {
    agent_id: agent,
    patch: before === undefined ? { ...first, ...patch } : patch,
    point: {
      ...{ E, I, S, coherence, lambda1, V: number, risk: 0, risk_raw: 0 },
      time: number,
      timestamp: '',
      health: 'healthy',
      action: 'approve',
    },
  };
}
