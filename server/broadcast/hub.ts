import type { Diagnostic } from 'vscode-languageserver';
import type { Clock } from '../../shared/clock.ts';
import type { Disposable } from '../../shared/lifecycle.ts';
import type { AgentRow, FleetSummary } from '../../shared/model.ts';
import { Pace } from '../../shared/pace.ts';
import { pagesOf } from '../../shared/pages.ts';
import type { FleetChange } from '../../shared/protocol.ts';
import { Followers, tellingMs } from './followers.ts';

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

/**
 * Tells every window what changed. The first change goes out at once; what follows within a period
 * is collected and sent as one. Each message says from which revision to which it leads, so that
 * a window notices a gap and asks for a listing.
 */
export class Hub implements Disposable {
  private readonly pace: Pace;
  private readonly source: FleetSource;
  private readonly subscribers = new Followers<Subscriber>();
  private readonly changed = new Set<string>();
  /** Agents that the windows show something about. */
  private readonly unwell = new Set<string>();

  constructor(clock: Clock, source: FleetSource) {
    this.pace = new Pace(clock, tellingMs, () => this.flush());
    this.source = source;
  }

  /** Takes note of what was there before the first window. */
  begin(agentIds: Iterable<string>): void {
    for (const id of agentIds) this.diagnose(id);
  }

  /** From here on a window is told of changes; what is there now it asks for, but for diagnostics. */
  subscribe(subscriber: Subscriber): Disposable {
    for (const id of this.unwell) subscriber.diagnosticsChanged(id, this.source.diagnostics(id));
    return this.subscribers.add(subscriber, this.source.revision);
  }

  publish(agentIds: Iterable<string>): void {
    for (const id of agentIds) this.changed.add(id);
    if (this.changed.size > 0) this.pace.ask();
  }

  dispose(): void {
    this.pace.dispose();
    this.subscribers.clear();
  }

  private flush(): void {
    const ids = [...this.changed];
    this.changed.clear();
    this.tellChanges(ids);
    this.tellDiagnostics(ids);
  }

  private tellChanges(ids: readonly string[]): void {
    if (this.subscribers.isEmpty) return;
    const { revision, summary } = this.source;
    const pages = [...pagesOf(ids.map((id): Change => ({ id, row: this.source.row(id) })))];
    const parts = pages.map((page) => ({
      agents: page.flatMap(({ row }) => row ?? []),
      removed: page.flatMap(({ id, row }) => (row === undefined ? [id] : [])),
    }));
    this.subscribers.tell(parts, revision, (subscriber, part, step) => {
      subscriber.fleetChanged({ ...step, ...part, summary });
    });
  }

  private tellDiagnostics(ids: readonly string[]): void {
    for (const id of ids) {
      const wasUnwell = this.unwell.has(id);
      const diagnostics = this.diagnose(id);
      if (diagnostics.length === 0 && !wasUnwell) continue;
      for (const subscriber of this.subscribers.all()) {
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
