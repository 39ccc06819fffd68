import * as vscode from 'vscode';
import type { Clock } from '../../../shared/clock.ts';
import { DisposableStore } from '../../../shared/lifecycle.ts';
import type { Pace } from '../../../shared/pace.ts';
import type { Fleet, FleetDelta } from '../fleet.ts';
import { DrawnRows } from '../screen/drawnRows.ts';
import { drawingPace } from '../screen/drawingPace.ts';
import { translate } from '../screen/words.ts';
import type { AgentLayout } from './layout/agentLayout.ts';
import { nodeId, type AgentNode, type AgentTreeNode, type SectionNode } from './agentNode.ts';
import { AgentNodes } from './agentNodes.ts';
import { ArrangedFleet } from './layout/arrangedFleet.ts';
import type { Section } from './layout/arrangement.ts';
import { agentTooltip } from './presentAgent.ts';
import { presentDetails, type DetailSubject } from './presentDetails.ts';
import { agentItem, detailItem, moreItem, sectionItem } from './treeItems.ts';

/** What rows do not say of an agent; asked for when somebody opens one. */
export type LookAt = (agentId: string) => Promise<Omit<DetailSubject, 'row'>>;

export interface AgentTreeOptions {
  readonly fleet: Fleet;
  readonly layout: AgentLayout;
  readonly lookAt: LookAt;
  readonly clock: Clock;
}

/** More single rows than this are cheaper to refresh as a whole. */
const singleRefreshes = 20;
/** VS Code asks for the rows of a refresh within this, unless it has lost it. */
const askedWithinMs = 5_000;

/** The agents, grouped: which rows are drawn anew, and when. */
export class AgentTree implements vscode.TreeDataProvider<AgentTreeNode>, vscode.Disposable {
  private readonly life = new DisposableStore();
  private readonly changed = this.life.add(
    new vscode.EventEmitter<AgentTreeNode[] | AgentTreeNode | undefined>(),
  );
  readonly onDidChangeTreeData = this.changed.event;
  readonly drawn: DrawnRows;
  private readonly fleet: Fleet;
  private readonly layout: AgentLayout;
  private readonly arranged: ArrangedFleet;
  private readonly lookAt: LookAt;
  private readonly clock: Clock;
  private readonly pace: Pace;
  private readonly nodes = new AgentNodes();
  /** Whose details were asked for since their last refresh. */
  private readonly opened = new Set<string>();
  /** What to refresh at the next turn; all, where the layout is another. */
  private due: Set<string> | 'all' = new Set();
  /** When a refresh of everything was announced that VS Code has not asked for yet. */
  private announcedMs: number | null = null;

  constructor({ fleet, layout, lookAt, clock }: AgentTreeOptions) {
    this.fleet = fleet;
    this.layout = layout;
    this.arranged = new ArrangedFleet(fleet, layout);
    this.lookAt = lookAt;
    this.clock = clock;
    this.drawn = new DrawnRows(clock);
    this.pace = this.life.add(drawingPace(clock, () => this.refreshDue()));
    this.life.add(
      fleet.onChanged((delta) => (delta === 'all' ? this.refresh() : this.note(delta))),
    );
    this.life.add(
      layout.onChanged(() => {
        this.arranged.forget();
        this.note('all');
      }),
    );
  }

  /** Agents that are shown; fewer than there are while a filter is on. */
  get matching(): number {
    return this.arranged.current.matching;
  }

  /** Shows every agent anew, soon. */
  refresh(): void {
    this.note(this.arranged.everyone);
  }

  /** Something that only their details show may be different. */
  refreshOpened(): void {
    if (this.opened.size > 0) this.note(new Set(this.opened));
  }

  /** Somebody wants to see what a “more…” stands for. */
  showMore(nodeKey: string): void {
    this.nodes.showMore(nodeKey);
    this.note('all');
  }

  dispose(): void {
    this.life.dispose();
  }

  getChildren(node?: AgentTreeNode): AgentTreeNode[] | Promise<AgentTreeNode[]> {
    if (node === undefined) {
      this.noteAsked();
      return this.arranged.current.sections.map(({ key }) => this.nodes.section(key));
    }
    if (node.kind === 'agent') return this.below(node);
    if (node.kind !== 'section') return [];
    this.noteAsked();
    return this.agentsBelow(node, this.sectionOf(node)?.agentIds ?? []);
  }

  getParent(node: AgentTreeNode): AgentTreeNode | undefined {
    return node.kind === 'section' ? undefined : node.above;
  }

  getTreeItem(node: AgentTreeNode): vscode.TreeItem {
    switch (node.kind) {
      case 'section':
        return this.sectionItem(node);
      case 'agent':
        return this.agentItem(node);
      case 'detail':
        return detailItem(node);
      case 'more':
        return moreItem(node);
    }
  }

  /** Asked for by who points at a row: of all rows of a refresh it would be most of what crosses. */
  resolveTreeItem(item: vscode.TreeItem, node: AgentTreeNode): vscode.TreeItem {
    const row = node.kind === 'agent' ? this.fleet.row(node.agentId) : undefined;
    if (row !== undefined) item.tooltip = agentTooltip(row, this.scene);
    return item;
  }

  private sectionOf({ key }: SectionNode): Section | undefined {
    return this.arranged.current.sections.find((section) => section.key === key);
  }

  private note(delta: FleetDelta): void {
    if (delta === 'all') this.due = 'all';
    else if (this.due !== 'all') for (const id of delta) this.due.add(id);
    this.pace.ask();
  }

  /**
   * A large tree takes longer to draw than our pace, and VS Code queues refreshes without bound: it
   * would show the fleet of seconds ago. So the next one waits until the last one was asked for.
   * Single rows go out as one event: VS Code holds back a second one for 200 ms.
   * Of a row that is refreshed by itself VS Code always knows whose it is; of the rows below what is
   * refreshed it does not until it has asked for them, and a press on one of them meanwhile is lost.
   */
  private refreshDue(): void {
    if (this.isAnnounced()) return;
    const due = this.due === 'all' ? null : this.arranged.withParents(this.due);
    this.due = new Set();
    const stale = due === null ? null : this.staleNodes(due);
    if (stale === null) this.arranged.forget();
    if (stale === null || stale.some(({ kind }) => kind === 'section')) this.announce();
    this.forgetGone();
    if (stale === null) this.changed.fire(undefined);
    else if (stale.length > 0) this.changed.fire(stale);
  }

  /** The rows of these agents, and the groups that they came to or left; null where all is to be drawn. */
  private staleNodes(agentIds: ReadonlySet<string>): AgentTreeNode[] | null {
    const rows = [...agentIds].flatMap((id) => this.nodes.get(id) ?? []);
    const moved = rows.length > singleRefreshes ? null : this.arranged.moved(agentIds);
    if (moved === null) return null;
    for (const { agentId } of rows) this.opened.delete(agentId);
    return [
      ...moved.map((key) => this.nodes.section(key)),
      ...rows.filter(({ agentId }) => this.fleet.rows.has(agentId)),
    ];
  }

  private forgetGone(): void {
    const { rows } = this.fleet;
    this.nodes.keep((id) => rows.has(id));
    this.drawn.keep(({ agentId }) => rows.has(agentId));
  }

  private announce(): void {
    this.announcedMs = this.clock.monotonicMs();
  }

  private noteAsked(): void {
    this.announcedMs = null;
    if (this.due === 'all' || this.due.size > 0) this.pace.ask();
  }

  private isAnnounced(): boolean {
    if (this.announcedMs === null) return false;
    return this.clock.monotonicMs() - this.announcedMs < askedWithinMs;
  }

  private agentsBelow(
    above: SectionNode | AgentNode,
    agentIds: readonly string[],
  ): AgentTreeNode[] {
    return this.nodes.below(above, agentIds, this.arranged.isCrowded);
  }

  /** Who works for it first: they are agents, the rest is what is known of this one. */
  private async below(node: AgentNode): Promise<AgentTreeNode[]> {
    const { agentId } = node;
    this.opened.add(agentId);
    const subagents = this.agentsBelow(node, this.arranged.childrenOf(agentId));
    const seen = await this.lookAt(agentId);
    const row = this.fleet.row(agentId);
    if (row === undefined) return subagents;
    const details = presentDetails({ row, ...seen }, this.scene);
    return [
      ...subagents,
      ...details.map((view): AgentTreeNode => ({ kind: 'detail', agentId, above: node, view })),
    ];
  }

  private sectionItem(node: SectionNode): vscode.TreeItem {
    const { grouping } = this.layout.current;
    return sectionItem({ key: node.key, grouping, count: this.sectionOf(node)?.count ?? 0 });
  }

  private agentItem(node: AgentNode): vscode.TreeItem {
    const { rows } = this.fleet;
    const below = this.arranged.childrenOf(node.agentId).flatMap((id) => rows.get(id) ?? []);
    const item = agentItem(node, { row: rows.get(node.agentId), below, scene: this.scene });
    const { contextValue: context } = item;
    if (context !== undefined) this.drawn.note(nodeId(node), { agentId: node.agentId, context });
    return item;
  }

  private get scene() {
    const { freshness } = this.fleet;
    return { t: translate, nowMs: this.clock.wallMs(), freshness };
  }
}
