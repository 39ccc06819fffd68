import type { AgentRow } from '../../shared/model.ts';
import { Emitter } from '../../shared/lifecycle.ts';
import type { FleetChange } from '../../shared/protocol.ts';
import type { Applied } from './feed.ts';

/** `none` before the first listing; `stale` is the last known state while nobody is heard. */
export type Freshness = 'none' | 'live' | 'stale';

/** Which agents look different now; `all` after a listing or a change of freshness. */
export type FleetDelta = 'all' | ReadonlySet<string>;

/** Several changes in one, in the order they came. */
interface Pending {
  readonly previous: number;
  revision: number;
  readonly agents: Map<string, AgentRow>;
  readonly removed: Set<string>;
}

/**
 * What this window knows of all agents, in step with the sidecar by revision.
 * Invariant: while live, `rows` is what the sidecar had at `revision`, no more and no less.
 */
export class Fleet {
  private readonly changed = new Emitter<FleetDelta>();
  readonly onChanged = this.changed.event;
  private known = new Map<string, AgentRow>();
  private heard: Freshness = 'none';
  /** Null while out of step: before the first listing, after a loss, after a gap. */
  private revision: number | null = null;
  /** What came since `expectListing`; a row is in it once, so it is no longer than the fleet. */
  private pending: Pending | null = null;
  private isPendingWhole = true;

  get freshness(): Freshness {
    return this.heard;
  }

  get rows(): ReadonlyMap<string, AgentRow> {
    return this.known;
  }

  row(agentId: string): AgentRow | undefined {
    return this.known.get(agentId);
  }

  /** A listing was asked for: changes that come before its answer are kept for afterwards. */
  expectListing(): void {
    this.revision = null;
    this.pending = null;
    this.isPendingWhole = true;
  }

  /** The whole answer, as of `revision`. `gap` when what came meanwhile does not follow on from it. */
  acceptListing(revision: number, rows: Iterable<AgentRow>): Applied {
    this.known = new Map([...rows].map((row) => [row.agent_id, row]));
    this.heard = 'live';
    const pending = this.pending;
    this.pending = null;
    const isNews = pending !== null && pending.revision > revision;
    const outcome = isNews ? this.follow(pending, revision) : 'applied';
    if (!isNews) this.revision = revision;
    if (!this.isPendingWhole) this.revision = null;
    this.changed.fire('all');
    return this.revision === null ? 'gap' : outcome;
  }

  apply(change: FleetChange): Applied {
    if (this.revision === null) {
      this.keep(change);
      return 'kept';
    }
    const agents = new Map(change.agents.map((row) => [row.agent_id, row]));
    const outcome = this.follow(
      { ...change, agents, removed: new Set(change.removed) },
      this.revision,
    );
    if (outcome === 'applied') this.changed.fire(new Set([...agents.keys(), ...change.removed]));
    return outcome;
  }

  /** Nobody is heard any more: what is known stays, marked as such. */
  markStale(): void {
    this.revision = null;
    if (this.heard !== 'live') return;
    this.heard = 'stale';
    this.changed.fire('all');
  }

  /** What was known is of another home. */
  forget(): void {
    this.expectListing();
    this.known = new Map();
    this.heard = 'none';
    this.changed.fire('all');
  }

  dispose(): void {
    this.changed.dispose();
  }

  /**
   * Takes over whole rows. A change may reach back further than we are. A long one comes in pages of
   * which only the last leads on, so a page that leads nowhere is news all the same: what comes
   * after a listing was cut after it.
   */
  private follow(change: Pending, revision: number): Applied {
    const isGap = change.previous > revision;
    this.revision = isGap ? null : Math.max(revision, change.revision);
    if (isGap) return 'gap';
    for (const id of change.removed) this.known.delete(id);
    for (const [id, row] of change.agents) this.known.set(id, row);
    return 'applied';
  }

  private keep(change: FleetChange): void {
    const { previous, revision } = change;
    this.pending ??= { previous, revision: previous, agents: new Map(), removed: new Set() };
    if (previous > this.pending.revision) this.isPendingWhole = false;
    this.pending.revision = revision;
    for (const id of change.removed) {
      this.pending.agents.delete(id);
      this.pending.removed.add(id);
    }
    for (const row of change.agents) {
      this.pending.removed.delete(row.agent_id);
      this.pending.agents.set(row.agent_id, row);
    }
  }
}
