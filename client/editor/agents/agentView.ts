import * as vscode from 'vscode';
import type { Clock } from '../../../shared/clock.ts';
import { DisposableStore } from '../../../shared/lifecycle.ts';
import { translate } from '../screen/words.ts';
import type { AgentTree, AgentTreeNode } from './agentTree.ts';
import {
  conditionSentences,
  connectionSentence,
  type StatusSubject,
} from '../statusBar/presentStatus.ts';

/** Ages are in minutes. */
const agePeriodMs = 60_000;

/** The view around the tree: its message, its badge, and the words for when it is empty. */
export class AgentView implements vscode.Disposable {
  private readonly life = new DisposableStore();
  private readonly view: vscode.TreeView<AgentTreeNode>;
  private context: string | null = null;

  constructor(tree: AgentTree, clock: Clock) {
    this.view = this.life.add(
      vscode.window.createTreeView('watchstander.agents', {
        treeDataProvider: tree,
        showCollapseAll: true,
      }),
    );
    this.life.add(this.view.onDidChangeVisibility(({ visible }) => visible && tree.refresh()));
    // Ages move on while somebody looks.
    this.life.add(clock.every(agePeriodMs, () => this.view.visible && tree.refresh()));
  }

  show(subject: StatusSubject, isEmpty: boolean): void {
    const critical = subject.counts.critical;
    const tooltip = translate('{0} critical', critical);
    this.view.badge = critical === 0 ? undefined : { value: critical, tooltip };
    // A message takes the place of the contributed welcome, and that has the buttons.
    const sentence =
      connectionSentence(subject, translate) ?? conditionSentences(subject, translate)[0];
    this.view.message = isEmpty ? '' : (sentence ?? '');
    const demo = subject.isDemo === true ? translate('Demo') : undefined;
    this.view.description = [demo, subject.host].filter((said) => said !== undefined).join(' · ');
    this.chooseWelcome(subject);
  }

  dispose(): void {
    this.life.dispose();
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
