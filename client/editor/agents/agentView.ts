import * as vscode from 'vscode';
import type { Clock } from '../../../shared/clock.ts';
import { DisposableStore } from '../../../shared/lifecycle.ts';
import {
  conditionSentences,
  connectionSentence,
  type StatusSubject,
} from '../statusBar/presentStatus.ts';
import { translate } from '../screen/words.ts';
import type { AgentLayout } from './layout/agentLayout.ts';
import type { AgentTreeNode } from './agentNode.ts';
import type { AgentTree } from './agentTree.ts';
import { presentBadge } from './attention.ts';
import { presentLayout } from './layout/presentLayout.ts';

/** Ages are in minutes. */
const agePeriodMs = 60_000;

interface Shown {
  readonly subject: StatusSubject;
  readonly total: number;
}

/** The view around the tree: its message, its badge, and the words for when it is empty. */
export class AgentView implements vscode.Disposable {
  private readonly life = new DisposableStore();
  private readonly view: vscode.TreeView<AgentTreeNode>;
  private readonly tree: AgentTree;
  private readonly layout: AgentLayout;
  private shown: Shown | null = null;
  private context: string | null = null;
  private badge: string | undefined;

  constructor(tree: AgentTree, layout: AgentLayout, clock: Clock) {
    this.tree = tree;
    this.layout = layout;
    this.view = this.life.add(
      vscode.window.createTreeView('watchstander.agents', {
        treeDataProvider: tree,
        showCollapseAll: true,
        canSelectMany: true,
      }),
    );
    this.life.add(this.view.onDidChangeVisibility(({ visible }) => visible && tree.refresh()));
    // Ages move on while somebody looks.
    this.life.add(clock.every(agePeriodMs, () => this.view.visible && tree.refresh()));
    this.life.add(layout.onChanged(() => this.showAgain()));
  }

  /** @param total agents, whatever a filter hides. */
  show(subject: StatusSubject, total: number): void {
    this.shown = { subject, total };
    this.showAgain();
  }

  dispose(): void {
    this.life.dispose();
  }

  private showAgain(): void {
    if (this.shown === null) return;
    const { subject, total } = this.shown;
    this.showBadge(subject);
    const view = presentLayout(
      { layout: this.layout.current, matching: this.tree.matching, total },
      translate,
    );
    // A message takes the place of the contributed welcome, and that has the buttons.
    const sentence =
      connectionSentence(subject, translate) ?? conditionSentences(subject, translate)[0];
    const message = total === 0 ? '' : (view.message ?? sentence ?? '');
    // Each of these crosses to the renderer, also when it says the same.
    if (this.view.message !== message) this.view.message = message;
    const demo = subject.isDemo === true ? translate('Demo') : '';
    const description = [demo, subject.host ?? '', view.description].filter((part) => part !== '');
    const described = description.join(' · ');
    if (this.view.description !== described) this.view.description = described;
    this.chooseWelcome(subject);
  }

  private showBadge({ unwell = [] }: StatusSubject): void {
    const badge = presentBadge(unwell, translate);
    if (badge?.tooltip === this.badge) return;
    this.badge = badge?.tooltip;
    this.view.badge = badge;
  }

  /** "No agents yet" only once the sidecar has said so. */
  private chooseWelcome({ connection, freshness }: StatusSubject): void {
    const isListing = connection.kind === 'ready' && freshness === 'none';
    const context = isListing ? 'connecting' : connection.kind;
    if (context === this.context) return;
    this.context = context;
    void vscode.commands.executeCommand('setContext', 'watchstander.state', context);
  }
}
