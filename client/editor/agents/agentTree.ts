import * as vscode from 'vscode';
import type { Clock } from '../../../shared/clock.ts';
import { DisposableStore } from '../../../shared/lifecycle.ts';
import type { AgentRow } from '../../../shared/model.ts';
import type { Fleet, FleetDelta } from '../fleet.ts';
import { DrawnRows } from '../screen/drawnRows.ts';
import { Pace } from '../screen/pace.ts';
import { translate } from '../screen/words.ts';
import type { AgentLayout } from './agentLayout.ts';
import { nodeId, type AgentNode, type AgentTreeNode, type SectionNode } from './agentNode.ts';
import { arrange, changedSections, mostRows, placeOf, type Arrangement } from './arrangement.ts';
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

/** In a large fleet: so many rows of a group at first, and with each “more…”. */
const rowsAtFirst = 50;
const rowsMore = 500;
/** More single rows than this are cheaper to refresh as a whole. */
const singleRefreshes = 20;
/** VS Code asks for the rows of a refresh within this, unless it has lost it. */
const askedWithinMs = 5_000;

const nothing: Arrangement = { sections: [], children: new Map(), matching: 0 };

/** The agents, grouped. Nodes are kept, because VS Code knows a row by the identity of its node. */
export class AgentTree implements vscode.TreeDataProvider<AgentTreeNode>, vscode.Disposable {
  private readonly life = new DisposableStore();
  private readonly changed = this.life.add(
    new vscode.EventEmitter<AgentTreeNode[] | AgentTreeNode | undefined>(),
  );
  readonly onDidChangeTreeData = this.changed.event;
  readonly drawn: DrawnRows;
  private readonly fleet: Fleet;
  private readonly layout: AgentLayout;
  private readonly lookAt: LookAt;
  private readonly clock: Clock;
  private readonly pace: Pace;
  private readonly sections = new Map<string, SectionNode>();
  private readonly agents = new Map<string, AgentNode>();
  /** How many rows below this node, where somebody asked for more. */
  private readonly mostBelow = new Map<string, number>();
  /** Whose details were asked for since their last refresh. */
  private readonly opened = new Set<string>();
  private arranged: Arrangement | null = null;
  /** Of every agent, as of the arrangement. */
  private places = new Map<string, string>();
  /** What to refresh at the next turn; all, where the layout is another. */
  private due: Set<string> | 'all' = new Set();
  /** When a refresh of everything was announced that VS Code has not asked for yet. */
  private announcedMs: number | null = null;

  constructor({ fleet, layout, lookAt, clock }: AgentTreeOptions) {
    this.fleet = fleet;
    this.layout = layout;
    this.lookAt = lookAt;
    this.clock = clock;
    this.drawn = new DrawnRows(clock);
    this.pace = this.life.add(new Pace(clock, () => this.refreshDue()));
    this.life.add(
      fleet.onChanged((delta) => (delta === 'all' ? this.refresh() : this.note(delta))),
    );
    this.life.add(
      layout.onChanged(() => {
        this.arranged = null;
        this.note('all');
      }),
    );
  }

  /** Agents that are shown; fewer than there are while a filter is on. */
  get matching(): number {
    return this.arrangement.matching;
  }

  /** Shows every agent anew, soon. */
  refresh(): void {
    this.note(this.everyAgent());
  }

  /** Something that only their details show may be different. */
  refreshOpened(): void {
    if (this.opened.size > 0) this.note(new Set(this.opened));
  }

  /** Somebody wants to see what a “more…” stands for. */
  showMore(nodeKey: string): void {
    this.mostBelow.set(nodeKey, (this.mostBelow.get(nodeKey) ?? rowsAtFirst) + rowsMore);
    this.note('all');
  }

  dispose(): void {
    this.life.dispose();
  }

  getChildren(node?: AgentTreeNode): AgentTreeNode[] | Promise<AgentTreeNode[]> {
    if (node === undefined) {
      this.noteAsked();
      return this.arrangement.sections.map(({ key }) => this.sectionNode(key));
    }
    if (node.kind === 'agent') return this.below(node);
    if (node.kind !== 'section') return [];
    this.noteAsked();
    const section = this.arrangement.sections.find(({ key }) => key === node.key);
    return this.agentNodes(section?.agentIds ?? [], node);
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

  private get arrangement(): Arrangement {
    if (this.arranged !== null) return this.arranged;
    const { rows } = this.fleet;
    const layout = this.layout.current;
    this.arranged = rows.size === 0 ? nothing : arrange(rows, layout);
    this.places = new Map([...rows].map(([id, row]) => [id, this.placeOf(row)]));
    for (const id of this.agents.keys()) if (!rows.has(id)) this.agents.delete(id);
    this.drawn.keep(({ agentId }) => rows.has(agentId));
    return this.arranged;
  }

  private placeOf(row: AgentRow): string {
    return placeOf(row, this.layout.current, this.isCrowded);
  }

  private get isCrowded(): boolean {
    return this.fleet.rows.size > mostRows;
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
    const due = this.due;
    this.due = new Set();
    const rows = due === 'all' ? [] : [...due].flatMap((id) => this.agents.get(id) ?? []);
    const isWhole = due === 'all' || rows.length > singleRefreshes;
    const sections = isWhole ? null : this.movedSections(due);
    if (sections === null) {
      this.arranged = null;
      this.announce();
      this.changed.fire(undefined);
      return;
    }
    if (sections.length > 0) this.announce();
    for (const { agentId } of rows) this.opened.delete(agentId);
    const nodes = [...sections, ...rows.filter(({ agentId }) => this.fleet.rows.has(agentId))];
    if (nodes.length > 0) this.changed.fire(nodes);
  }

  /** With those that were shown and are gone. */
  private everyAgent(): ReadonlySet<string> {
    return new Set([...this.places.keys(), ...this.fleet.rows.keys()]);
  }

  private announce(): void {
    this.announcedMs = this.clock.monotonicMs();
  }

  /** The groups that these came to or left; null when the groups themselves are others. */
  private movedSections(agentIds: ReadonlySet<string>): SectionNode[] | null {
    const before = this.arranged;
    if (before === null) return null;
    if (!this.isMoved(agentIds)) return [];
    this.arranged = null;
    const keys = changedSections(before, this.arrangement);
    return keys?.map((key) => this.sectionNode(key)) ?? null;
  }

  private noteAsked(): void {
    this.announcedMs = null;
    if (this.due === 'all' || this.due.size > 0) this.pace.ask();
  }

  private isAnnounced(): boolean {
    if (this.announcedMs === null) return false;
    return this.clock.monotonicMs() - this.announcedMs < askedWithinMs;
  }

  /** Does one of these come, go, or belong elsewhere? */
  private isMoved(agentIds: Iterable<string>): boolean {
    for (const id of agentIds) {
      const row = this.fleet.row(id);
      if (row === undefined || this.places.get(id) !== this.placeOf(row)) return true;
    }
    return false;
  }

  private sectionNode(key: string): SectionNode {
    const known = this.sections.get(key) ?? { kind: 'section', key };
    this.sections.set(key, known);
    return known;
  }

  private agentNodes(agentIds: readonly string[], above: SectionNode | AgentNode): AgentTreeNode[] {
    const most = this.isCrowded ? (this.mostBelow.get(nodeId(above)) ?? rowsAtFirst) : mostRows;
    const nodes = agentIds.slice(0, most).map((id) => this.agentNode(id, above));
    const count = agentIds.length - nodes.length;
    return count === 0 ? nodes : [...nodes, { kind: 'more', above, count }];
  }

  private agentNode(agentId: string, above: SectionNode | AgentNode): AgentNode {
    const known = this.agents.get(agentId);
    if (known?.above === above) return known;
    const node: AgentNode = { kind: 'agent', agentId, above };
    this.agents.set(agentId, node);
    return node;
  }

  /** Who works for it first: they are agents, the rest is what is known of this one. */
  private async below(node: AgentNode): Promise<AgentTreeNode[]> {
    const { agentId } = node;
    this.opened.add(agentId);
    const subagents = this.agentNodes(this.arrangement.children.get(agentId) ?? [], node);
    const seen = await this.lookAt(agentId);
    const row = this.fleet.row(agentId);
    if (row === undefined) return subagents;
    const details = presentDetails({ row, ...seen }, this.scene);
    return [
      ...subagents,
      ...details.map((view): AgentTreeNode => ({ kind: 'detail', agentId, above: node, view })),
    ];
  }

  private sectionItem({ key }: SectionNode): vscode.TreeItem {
    const { grouping } = this.layout.current;
    const count = this.arrangement.sections.find((section) => section.key === key)?.count ?? 0;
    return sectionItem({ key, grouping, count });
  }

  private agentItem(node: AgentNode): vscode.TreeItem {
    const { rows } = this.fleet;
    const below = (this.arrangement.children.get(node.agentId) ?? []).flatMap(
      (id) => rows.get(id) ?? [],
    );
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
