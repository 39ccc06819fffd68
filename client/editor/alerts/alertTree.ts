import * as vscode from 'vscode';
import type { Clock } from '../../../shared/clock.ts';
import { DisposableStore } from '../../../shared/lifecycle.ts';
import type { Pace } from '../../../shared/pace.ts';
import type { AlertBook } from '../alertBook.ts';
import { translate } from '../screen/words.ts';
import { presentAlert } from './presentAlerts.ts';
import { DrawnRows } from '../screen/drawnRows.ts';
import { drawingPace } from '../screen/drawingPace.ts';
import { themeIcon } from '../screen/themeIcon.ts';

export type AlertGroup = 'open' | 'recent';

/** Commands are called with an alert's node, and know its agent from it too. */
export type AlertTreeNode =
  | { readonly kind: 'group'; readonly group: AlertGroup }
  | {
      readonly kind: 'alert';
      readonly group: AlertGroup;
      readonly alertId: string;
      readonly agentId: string;
    }
  | { readonly kind: 'rest'; readonly group: AlertGroup };

const rowsPerGroup: Readonly<Record<AlertGroup, number>> = { open: 200, recent: 50 };

/** The open alerts, what needs a person first; below them the closed ones, newest first. */
export class AlertTree implements vscode.TreeDataProvider<AlertTreeNode>, vscode.Disposable {
  private readonly life = new DisposableStore();
  private readonly changed = this.life.add(new vscode.EventEmitter<AlertTreeNode | undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  readonly drawn: DrawnRows;
  private readonly book: AlertBook;
  private readonly clock: Clock;
  private readonly pace: Pace;
  private counts: Readonly<Record<AlertGroup, number>> = { open: 0, recent: 0 };

  constructor(book: AlertBook, clock: Clock) {
    this.book = book;
    this.clock = clock;
    this.drawn = new DrawnRows(clock);
    this.pace = this.life.add(drawingPace(clock, () => this.changed.fire(undefined)));
    this.life.add(book.onChanged(() => this.pace.ask()));
  }

  /** Shows everything anew, soon. */
  refresh(): void {
    this.pace.ask();
  }

  dispose(): void {
    this.life.dispose();
  }

  getChildren(node?: AlertTreeNode): AlertTreeNode[] {
    if (node === undefined) return this.groups();
    return node.kind === 'group' ? this.rows(node.group) : [];
  }

  getParent(node: AlertTreeNode): AlertTreeNode | undefined {
    return node.kind === 'group' ? undefined : groupNodes[node.group];
  }

  getTreeItem(node: AlertTreeNode): vscode.TreeItem {
    switch (node.kind) {
      case 'group':
        return this.groupItem(node.group);
      case 'alert':
        return this.alertItem(node.alertId, node.agentId);
      case 'rest':
        return this.restItem(node.group);
    }
  }

  private groups(): AlertTreeNode[] {
    const { open, recent } = this.book;
    this.counts = { open: open.length, recent: recent.length };
    this.drawn.keep(({ alertId = '' }) => this.book.get(alertId) !== undefined);
    return (['open', 'recent'] as const)
      .filter((group) => this.counts[group] > 0)
      .map((group) => groupNodes[group]);
  }

  private rows(group: AlertGroup): AlertTreeNode[] {
    const alerts = this.book[group];
    const most = rowsPerGroup[group];
    const rows = alerts.slice(0, most).map(({ id, agent_id }): AlertTreeNode => ({
      kind: 'alert',
      group,
      alertId: id,
      agentId: agent_id,
    }));
    return alerts.length <= most ? rows : [...rows, { kind: 'rest', group }];
  }

  private groupItem(group: AlertGroup): vscode.TreeItem {
    const title = group === 'open' ? translate('Open') : translate('Recent');
    const count = this.counts[group];
    const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Expanded);
    item.id = `group:${group}`;
    item.description = String(count);
    item.contextValue = 'group';
    const words = count === 1 ? translate('1 alert') : translate('{0} alerts', count);
    item.tooltip = `${title}: ${words}`;
    item.accessibilityInformation = { label: `${title}, ${words}` };
    return item;
  }

  private alertItem(alertId: string, agentId: string): vscode.TreeItem {
    const alert = this.book.get(alertId);
    const item = new vscode.TreeItem(agentId);
    item.id = `alert:${alertId}`;
    // Gone since the last refresh: the next one is on its way.
    if (alert === undefined) return item;
    const { freshness } = this.book;
    const row = presentAlert(alert, { t: translate, nowMs: this.clock.wallMs(), freshness });
    item.description = row.description;
    item.iconPath = themeIcon(row.icon);
    item.tooltip = row.tooltip;
    item.contextValue = row.context;
    this.drawn.note(item.id, { agentId, alertId, context: row.context });
    item.accessibilityInformation = { label: row.accessibleLabel };
    item.command = { command: 'watchstander.showAgent', title: '', arguments: [agentId] };
    return item;
  }

  private restItem(group: AlertGroup): vscode.TreeItem {
    const count = this.counts[group] - rowsPerGroup[group];
    const item = new vscode.TreeItem(translate('{0} more…', count));
    item.id = `rest:${group}`;
    item.tooltip = translate('`watchstander alerts --all` lists every one.');
    return item;
  }
}

const groupNodes: Readonly<Record<AlertGroup, AlertTreeNode>> = {
  open: { kind: 'group', group: 'open' },
  recent: { kind: 'group', group: 'recent' },
};
