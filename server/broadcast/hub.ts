import type { Diagnostic } from 'vscode-languageserver';
import type { Clock } from '../../shared/clock.ts';
import { toDisposable, type Disposable } from '../../shared/lifecycle.ts';
import type { AgentRow, FleetSummary } from '../../shared/model.ts';
import { pagesOf } from '../../shared/pages.ts';
import type { FleetChange } from '../../shared/protocol.ts';

/** A window, as the hub sees it. */
export interface Subscriber {
  fleetChanged(change: FleetChange): void;
  diagnosticsChanged(agentId: string, diagnostics: readonly Diagnostic[]): void;
}

/** Where the hub reads what it tells: durable state only. */
export interface FleetSource {
  readonly revision: number;
  readonly summary: FleetSummary;
  /** Undefined for agents that are no longer part of the fleet. */
  row(agentId: string): AgentRow | undefined;
  /** What is wrong with an agent now; empty when nothing is. */
  diagnostics(agentId: string): readonly Diagnostic[];
}

/** An agent that is different, or no longer part of the fleet. */
interface Change {
  readonly id: string;
  readonly row: AgentRow | undefined;
}

/** Windows are told at once, then at most this often. */
const periodMs = 100;

/**
 * Tells every window what changed. The first change goes out at once; what follows within a period
 * is collected and sent as one. Each message says from which revision to which it leads, so that
 * a window notices a gap and asks for a listing.
 */
export class Hub implements Disposable {
  private readonly clock: Clock;
  private readonly source: FleetSource;
  /** Each with the revision that it was told last. */
  private readonly subscribers = new Map<Subscriber, number>();
  private readonly changed = new Set<string>();
  /** Agents that the windows show something about. */
  private readonly unwell = new Set<string>();
  private pause: Disposable | null = null;

  constructor(clock: Clock, source: FleetSource) {
    this.clock = clock;
    this.source = source;
  }

  /** Takes note of what was there before the first window. */
  begin(agentIds: Iterable<string>): void {
    for (const id of agentIds) this.diagnose(id);
  }

  /** From here on a window is told of changes; what is there now it asks for, but for diagnostics. */
  subscribe(subscriber: Subscriber): Disposable {
    this.subscribers.set(subscriber, this.source.revision);
    for (const id of this.unwell) subscriber.diagnosticsChanged(id, this.source.diagnostics(id));
    return toDisposable(() => this.subscribers.delete(subscriber));
  }

  publish(agentIds: Iterable<string>): void {
    for (const id of agentIds) this.changed.add(id);
    if (this.pause === null) this.flush();
  }

  dispose(): void {
    this.pause?.dispose();
    this.subscribers.clear();
  }

  private flush(): void {
    this.pause = null;
    if (this.changed.size === 0) return;
    const ids = [...this.changed];
    this.changed.clear();
    this.tellChanges(ids);
    this.tellDiagnostics(ids);
    this.pause = this.clock.after(periodMs, () => this.flush());
  }

  /** In pages; only the last one leads to the new revision. */
  private tellChanges(ids: readonly string[]): void {
    if (this.subscribers.size === 0) return;
    const { revision, summary } = this.source;
    const pages = [...pagesOf(ids.map((id): Change => ({ id, row: this.source.row(id) })))];
    pages.forEach((page, at) => {
      const agents = page.flatMap(({ row }) => row ?? []);
      const removed = page.flatMap(({ id, row }) => (row === undefined ? [id] : []));
      const isLast = at === pages.length - 1;
      for (const [subscriber, previous] of this.subscribers) {
        const reached = isLast ? revision : previous;
        this.subscribers.set(subscriber, reached);
        subscriber.fleetChanged({ previous, revision: reached, agents, removed, summary });
      }
    });
  }

  private tellDiagnostics(ids: readonly string[]): void {
    for (const id of ids) {
      const wasUnwell = this.unwell.has(id);
      const diagnostics = this.diagnose(id);
      if (diagnostics.length === 0 && !wasUnwell) continue;
      for (const subscriber of this.subscribers.keys()) {
        subscriber.diagnosticsChanged(id, diagnostics);
      }
    }
  }

  private diagnose(id: string): readonly Diagnostic[] {
    const diagnostics = this.source.diagnostics(id);
    if (diagnostics.length === 0) this.unwell.delete(id);
    else this.unwell.add(id);
    return diagnostics;
  }
}
