import * as vscode from 'vscode';
import type { Clock } from '../../../shared/clock.ts';
import { DisposableStore, type Disposable } from '../../../shared/lifecycle.ts';
import { beats } from '../../../shared/beats.ts';
import { translate } from '../screen/words.ts';
import type { ProcessTree, ProcessTreeNode } from './processTree.ts';

/** The view around the processes: it asks while somebody looks, as often as they beat, and else never. */
export class ProcessesView implements vscode.Disposable {
  private readonly life = new DisposableStore();
  private readonly view: vscode.TreeView<ProcessTreeNode>;
  private readonly tree: ProcessTree;
  private readonly clock: Clock;
  private readonly ask: () => void;
  private asking: Disposable | null = null;

  constructor(tree: ProcessTree, clock: Clock, ask: () => void) {
    this.tree = tree;
    this.clock = clock;
    this.ask = ask;
    this.view = this.life.add(
      vscode.window.createTreeView('watchstander.processes', { treeDataProvider: tree }),
    );
    this.life.add(this.view.onDidChangeVisibility(({ visible }) => this.follow(visible)));
    this.follow(this.view.visible);
  }

  get isVisible(): boolean {
    return this.view.visible;
  }

  markStale(): void {
    this.tree.markStale();
    // A message takes the place of the contributed welcome.
    this.view.message = this.tree.isEmpty
      ? ''
      : translate('The sidecar is not connected. What is shown was last known.');
  }

  markLive(): void {
    this.view.message = '';
  }

  dispose(): void {
    this.asking?.dispose();
    this.life.dispose();
  }

  private follow(isVisible: unknown): void {
    this.asking?.dispose();
    this.asking = null;
    if (isVisible !== true) return;
    this.asking = this.clock.every(beats.periodMs, this.ask);
    this.ask();
  }
}
