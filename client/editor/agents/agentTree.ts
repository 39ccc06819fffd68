import * as vscode from 'vscode';
import type { Clock } from '../../../shared/clock.ts';
import { DisposableStore } from '../../../shared/lifecycle.ts';
import { agentUri } from '../documents/agentUri.ts';
import type { Fleet, FleetDelta } from '../fleet.ts';
import { translate } from '../screen/words.ts';
import {
  countAgents,
  groupOf,
  groups,
  groupTitle,
  presentAgent,
  type Group,
} from './presentAgent.ts';
import { themeIcon } from '../screen/themeIcon.ts';
import { Pace } from '../screen/pace.ts';

export type AgentTreeNode =
  | { readonly kind: 'group'; readonly group: Group }
  | { readonly kind: 'agent'; readonly group: Group; readonly agentId: string }
  | { readonly kind: 'rest'; readonly group: Group };

/** Every row of an open group crosses to the window's renderer with each refresh. */
const rowsPerGroup = 200;
/** More single rows than this are cheaper to refresh as a whole. */
const singleRefreshes = 20;
/** VS Code asks for the rows of a refresh within this, unless it has lost it. */
const askedWithinMs = 5_000;

const byName = new Intl.Collator(undefined, { numeric: true });

/** The agents by health. Nodes are kept, because VS Code knows a row by the identity of its node. */
export class AgentTree implements vscode.TreeDataProvider<AgentTreeNode>, vscode.Disposable {
  private readonly life = new DisposableStore();
  private readonly changed = this.life.add(new vscode.EventEmitter<AgentTreeNode | undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private readonly fleet: Fleet;
  private readonly clock: Clock;
  private readonly pace: Pace;
  private nodes = new Map<string, AgentTreeNode & { kind: 'agent' }>();
  private arranged: ReadonlyMap<Group, readonly AgentTreeNode[]> | null = null;
  /** What to refresh at the next turn. */
  private due: Set<string> | 'all' = new Set();
  /** When a refresh of everything was announced that VS Code has not asked for yet. */
  private announcedMs: number | null = null;

  constructor(fleet: Fleet, clock: Clock) {
    this.fleet = fleet;
    this.clock = clock;
    this.pace = this.life.add(new Pace(clock, () => this.refreshDue()));
    this.life.add(fleet.onChanged((delta) => this.note(delta)));
  }

  /** Shows everything anew, soon. */
  refresh(): void {
    this.note('all');
  }

  dispose(): void {
    this.life.dispose();
  }

  getChildren(node?: AgentTreeNode): AgentTreeNode[] {
    if (node === undefined) this.noteAsked();
    this.arranged ??= this.arrange();
    if (node === undefined) return [...this.arranged.keys()].map((group) => groupNodes[group]);
    if (node.kind !== 'group') return [];
    const members = this.arranged.get(node.group) ?? [];
    if (members.length <= rowsPerGroup) return [...members];
    return [...members.slice(0, rowsPerGroup), { kind: 'rest', group: node.group }];
  }

  getParent(node: AgentTreeNode): AgentTreeNode | undefined {
    return node.kind === 'group' ? undefined : groupNodes[node.group];
  }

  getTreeItem(node: AgentTreeNode): vscode.TreeItem {
    switch (node.kind) {
      case 'group':
        return this.groupItem(node.group);
      case 'agent':
        return this.agentItem(node);
      case 'rest':
        return this.restItem(node.group);
    }
  }

  private note(delta: FleetDelta): void {
    if (delta === 'all') this.due = 'all';
    else if (this.due !== 'all') for (const id of delta) this.due.add(id);
    this.pace.ask();
  }

  /**
   * A large tree takes longer to draw than our pace, and VS Code queues refreshes without bound: it
   * would show the fleet of seconds ago. So the next one waits until the last one was asked for.
   */
  private refreshDue(): void {
    if (this.isAnnounced()) return;
    const due = this.due;
    this.due = new Set();
    if (due === 'all' || due.size > singleRefreshes || this.isRegrouped(due)) {
      this.arranged = null;
      this.announcedMs = this.clock.monotonicMs();
      this.changed.fire(undefined);
      return;
    }
    for (const id of due) this.changed.fire(this.nodes.get(id));
  }

  private noteAsked(): void {
    this.announcedMs = null;
    if (this.due === 'all' || this.due.size > 0) this.pace.ask();
  }

  private isAnnounced(): boolean {
    if (this.announcedMs === null) return false;
    return this.clock.monotonicMs() - this.announcedMs < askedWithinMs;
  }

  /** Does one of these come, go, or change its group? */
  private isRegrouped(agentIds: Iterable<string>): boolean {
    for (const id of agentIds) {
      const row = this.fleet.row(id);
      if (row === undefined || this.nodes.get(id)?.group !== groupOf(row)) return true;
    }
    return false;
  }

  private arrange(): ReadonlyMap<Group, readonly AgentTreeNode[]> {
    const before = this.nodes;
    this.nodes = new Map();
    const members = new Map<Group, (AgentTreeNode & { kind: 'agent' })[]>();
    for (const row of this.fleet.rows.values()) {
      const [agentId, group] = [row.agent_id, groupOf(row)];
      const known = before.get(agentId);
      const node = known?.group === group ? known : { kind: 'agent' as const, group, agentId };
      this.nodes.set(agentId, node);
      const list = members.get(group);
      if (list === undefined) members.set(group, [node]);
      else list.push(node);
    }
    for (const list of members.values()) {
      list.sort((one, other) => byName.compare(one.agentId, other.agentId));
    }
    return new Map(
      groups
        .flatMap((group) => [[group, members.get(group) ?? []] as const])
        .filter(([, list]) => list.length > 0),
    );
  }

  private groupItem(group: Group): vscode.TreeItem {
    const title = groupTitle(group, translate);
    const count = this.arranged?.get(group)?.length ?? 0;
    const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Expanded);
    item.id = `group:${group}`;
    item.description = String(count);
    item.contextValue = 'group';
    item.tooltip = `${title}: ${countAgents(count, translate)}`;
    item.accessibilityInformation = { label: `${title}, ${countAgents(count, translate)}` };
    return item;
  }

  private agentItem(node: AgentTreeNode & { kind: 'agent' }): vscode.TreeItem {
    const row = this.fleet.row(node.agentId);
    const item = new vscode.TreeItem(node.agentId);
    item.id = `agent:${node.agentId}`;
    // Gone since the last refresh: the next one is on its way.
    if (row === undefined) return item;
    const { freshness } = this.fleet;
    const view = presentAgent(row, { t: translate, nowMs: this.clock.wallMs(), freshness });
    item.description = view.description;
    item.iconPath = themeIcon(view.icon);
    item.tooltip = view.tooltip;
    item.contextValue = `agent.${row.lifecycle_status}`;
    item.accessibilityInformation = { label: view.accessibleLabel };
    item.command = { command: 'vscode.open', title: '', arguments: [agentUri(node.agentId)] };
    return item;
  }

  private restItem(group: Group): vscode.TreeItem {
    const count = (this.arranged?.get(group)?.length ?? 0) - rowsPerGroup;
    const item = new vscode.TreeItem(translate('{0} more…', count));
    item.id = `rest:${group}`;
    item.command = { command: 'watchstander.showAgent', title: '' };
    return item;
  }
}

const groupNodes = Object.fromEntries(
  groups.map((group) => [group, { kind: 'group', group }]),
) as Record<Group, AgentTreeNode>;
