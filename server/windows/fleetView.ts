import type { Diagnostic } from 'vscode-languageserver';
import type { Disposable } from '../../shared/lifecycle.ts';
import type { AgentRecord, AgentRow, FleetSummary } from '../../shared/model.ts';
import type { AgentSettings } from '../../shared/policy/policy.ts';
import type { FleetSource } from '../broadcast/hub.ts';
import { countedAs, shownRow, viewOf, type RowDeps } from '../handlers/fleet.ts';
import { diagnosticsOf } from '../language/agentDiagnostics.ts';
import { healthUnder } from '../monitor/agentMonitor.ts';
import { isListed } from '../monitor/agentRow.ts';
import { FleetCounts } from '../monitor/fleetCounts.ts';
import { RiskTrends } from '../monitor/riskTrends.ts';

/** Looked at in one turn of the event loop: a few milliseconds, however many there are. */
const atOnce = 100;

/** The fleet as windows are told of it: what is stored, as the policy in force sees it. */
export class FleetView implements FleetSource, Disposable {
  readonly counts = new FleetCounts();
  readonly trends = new RiskTrends();
  private readonly deps: RowDeps;
  private next: Disposable | null = null;

  constructor(deps: Omit<RowDeps, 'trends'>) {
    this.deps = { ...deps, trends: this.trends };
  }

  get revision(): number {
    return this.deps.store.revision;
  }

  get summary(): FleetSummary {
    return this.counts.summary;
  }

  row(agentId: string): AgentRow | undefined {
    return shownRow(this.deps, agentId);
  }

  diagnostics(agentId: string): readonly Diagnostic[] {
    // Most are well, and of these there is nothing to read.
    if (this.counts.healthOf(agentId) === 'healthy') return [];
    if (this.deps.hooks.fleet.isHidden(agentId)) return [];
    // What it did is over: there is nothing to put right.
    if (this.row(agentId)?.liveness === 'ended') return [];
    const record = this.agent(agentId);
    return record === null ? [] : diagnosticsOf(record, this.judging(agentId).health);
  }

  /** As its page shows it; null for one that is not there, or was deleted. */
  agent(agentId: string): AgentRecord | null {
    const record = this.deps.store.read(agentId);
    return record === undefined || !isListed(record) ? null : viewOf(this.deps, record);
  }

  judging(agentId: string): AgentSettings {
    return this.deps.policy.settingsFor(agentId);
  }

  /** Counts what was stored, by the health of then: nothing is read. Says who is not well. */
  begin(): readonly string[] {
    const agents = [...this.deps.store.list()];
    for (const agent of agents) this.counts.update(countedAs(this.deps, agent));
    const isIll = ({ lifecycle, health }: (typeof agents)[number]): boolean =>
      lifecycle === 'active' && health !== 'healthy';
    return agents.filter(isIll).map(({ agent_id }) => agent_id);
  }

  /** Counts anew what these are now, and says of whom another health is shown. */
  count(agentIds: Iterable<string>): readonly string[] {
    return [...agentIds].filter((id) => this.countOne(id));
  }

  /** Counts these, and where they are shown under another id, those: of all of them rows differ. */
  recount(agentIds: Iterable<string>): readonly string[] {
    const { fleet } = this.deps.hooks;
    const all = new Set(Array.from(agentIds).flatMap((id) => [id, fleet.shownId(id)]));
    this.count(all);
    return [...all];
  }

  /**
   * Looks at everybody anew, some at a time, and tells of whom something else may be shown: after a
   * start only where it is another health, after a change of the policy all, whose texts name limits.
   */
  lookAgain(of: 'changed' | 'all', tell: (agentIds: readonly string[]) => void): void {
    this.dispose();
    const ids = Array.from(this.deps.store.list(), ({ agent_id }) => agent_id);
    const lookFrom = (start: number): void => {
      const some = ids.slice(start, start + atOnce);
      const changed = this.count(some);
      tell(of === 'all' ? some : changed);
      const end = start + some.length;
      this.next = end < ids.length ? this.deps.clock.after(1, () => lookFrom(end)) : null;
    };
    lookFrom(0);
  }

  dispose(): void {
    this.next?.dispose();
    this.next = null;
  }

  private countOne(agentId: string): boolean {
    const record = this.deps.store.read(agentId);
    if (record === undefined) return false;
    this.trends.note(record);
    const before = this.counts.healthOf(agentId);
    const health = healthUnder(record, this.deps.policy.settingsFor(agentId));
    const { lifecycle } = record;
    this.counts.update(countedAs(this.deps, { agent_id: agentId, lifecycle, health }));
    return this.counts.healthOf(agentId) !== before;
  }
}
