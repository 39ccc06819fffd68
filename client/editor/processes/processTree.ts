import * as vscode from 'vscode';
import type { Clock } from '../../../shared/clock.ts';
import { DisposableStore } from '../../../shared/lifecycle.ts';
import type { CleanupAct, ProcessList, ProcessView } from '../../../shared/processes.ts';
import { translate } from '../screen/words.ts';
import { presentCleanup, presentProcess, presentStore, sortProcesses } from './presentProcesses.ts';
import type { ViewRow } from '../screen/inertRow.ts';
import { themeIcon } from '../screen/themeIcon.ts';

export type ProcessTreeNode =
  | { readonly kind: 'process'; readonly process: ProcessView }
  | { readonly kind: 'store' }
  | { readonly kind: 'cleaned' }
  | { readonly kind: 'act'; readonly act: CleanupAct };

/** The processes of this home, its store, and below them what was cleaned up. */
export class ProcessTree implements vscode.TreeDataProvider<ProcessTreeNode>, vscode.Disposable {
  private readonly life = new DisposableStore();
  private readonly changed = this.life.add(new vscode.EventEmitter<ProcessTreeNode | undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private readonly clock: Clock;
  private readonly ownPid: number;
  private list: ProcessList | null = null;
  private freshness: 'live' | 'stale' = 'live';

  constructor(clock: Clock, ownPid: number) {
    this.clock = clock;
    this.ownPid = ownPid;
  }

  get isEmpty(): boolean {
    return this.list === null;
  }

  show(list: ProcessList): void {
    this.list = list;
    this.freshness = 'live';
    this.changed.fire(undefined);
  }

  /** What is shown is not, or not yet again, what is. */
  markStale(): void {
    this.freshness = 'stale';
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.life.dispose();
  }

  getChildren(node?: ProcessTreeNode): ProcessTreeNode[] {
    if (this.list === null) return [];
    const { processes, cleaned } = this.list;
    if (node?.kind === 'cleaned') return cleaned.map((act) => ({ kind: 'act', act }));
    if (node !== undefined) return [];
    const [sidecar, ...others] = sortProcesses(processes);
    return [
      ...(sidecar === undefined ? [] : [{ kind: 'process', process: sidecar } as const]),
      { kind: 'store' },
      ...others.map((process) => ({ kind: 'process', process }) as const),
      ...(cleaned.length === 0 ? [] : [{ kind: 'cleaned' } as const]),
    ];
  }

  getTreeItem(node: ProcessTreeNode): vscode.TreeItem {
    const { freshness, ownPid } = this;
    const scene = { t: translate, nowMs: this.clock.wallMs(), freshness, ownPid };
    switch (node.kind) {
      case 'process':
        return itemOf(presentProcess(node.process, scene), idOf(node.process));
      case 'store':
        return this.list === null
          ? new vscode.TreeItem('')
          : itemOf(presentStore(this.list.store, scene), 'store');
      case 'act':
        return itemOf(presentCleanup(node.act, scene), `act:${node.act.id}:${node.act.at}`);
      case 'cleaned':
        return this.cleanedItem();
    }
  }

  private cleanedItem(): vscode.TreeItem {
    const title = translate('Cleaned Up');
    const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Expanded);
    const count = this.list?.cleaned.length ?? 0;
    item.id = 'cleaned';
    item.description = String(count);
    item.tooltip = translate('What this sidecar has cleaned up since it started, newest first.');
    item.accessibilityInformation = { label: `${title}, ${count}` };
    return item;
  }
}

function idOf({ kind, pid, session }: ProcessView): string {
  return `process:${kind}:${pid}:${session ?? ''}`;
}

function itemOf(row: ViewRow, id: string): vscode.TreeItem {
  const item = new vscode.TreeItem(row.label);
  item.id = id;
  item.description = row.description;
  item.iconPath = themeIcon(row.icon);
  item.tooltip = row.tooltip;
  item.contextValue = row.context;
  item.accessibilityInformation = { label: row.accessibleLabel };
  return item;
}
