import * as vscode from 'vscode';
import type { Clock } from '../../../shared/clock.ts';
import { DisposableStore } from '../../../shared/lifecycle.ts';
import type { AlertBook } from '../alertBook.ts';
import { translate } from '../screen/words.ts';
import type { AlertTree, AlertTreeNode } from './alertTree.ts';

/** Ages are in minutes. */
const agePeriodMs = 60_000;

/** The view around the alerts. The badge is the agents' alone: it counts those that need a person. */
export class AlertView implements vscode.Disposable {
  private readonly life = new DisposableStore();
  private readonly view: vscode.TreeView<AlertTreeNode>;
  private readonly book: AlertBook;

  constructor(tree: AlertTree, book: AlertBook, clock: Clock) {
    this.book = book;
    this.view = this.life.add(
      vscode.window.createTreeView('watchstander.alerts', { treeDataProvider: tree }),
    );
    this.life.add(this.view.onDidChangeVisibility(({ visible }) => visible && tree.refresh()));
    // Ages move on while somebody looks.
    this.life.add(clock.every(agePeriodMs, () => this.view.visible && tree.refresh()));
    this.life.add(book.onChanged(() => this.show()));
  }

  dispose(): void {
    this.life.dispose();
  }

  private show(): void {
    const isKnown = this.book.open.length + this.book.recent.length > 0;
    // A message takes the place of the contributed welcome.
    const isOld = isKnown && this.book.freshness === 'stale';
    this.view.message = isOld
      ? translate('The sidecar is not connected. What is shown was last known.')
      : '';
  }
}
