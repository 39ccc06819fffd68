import * as vscode from 'vscode';
import { DisposableStore, Emitter } from '../../../../shared/lifecycle.ts';
import type { Layout } from './arrangement.ts';
import { groupings, type Grouping } from './grouping.ts';

const groupingKey = 'watchstander.grouping';

/** How this person wants to see the agents. The grouping is remembered; a filter would hide agents unseen. */
export class AgentLayout implements vscode.Disposable {
  private readonly life = new DisposableStore();
  private readonly changed = this.life.add(new Emitter<Layout>());
  readonly onChanged = this.changed.event;
  private readonly memory: vscode.Memento;
  private layout: Layout;

  constructor(memory: vscode.Memento) {
    this.memory = memory;
    const kept = memory.get<string>(groupingKey);
    this.layout = { grouping: groupings.find((one) => one === kept) ?? 'health', filter: '' };
    this.tellMenus();
  }

  get current(): Layout {
    return this.layout;
  }

  group(grouping: Grouping): void {
    void this.memory.update(groupingKey, grouping);
    this.change({ ...this.layout, grouping });
  }

  filter(text: string): void {
    this.change({ ...this.layout, filter: text.trim() });
  }

  dispose(): void {
    this.life.dispose();
  }

  private change(layout: Layout): void {
    this.layout = layout;
    this.tellMenus();
    this.changed.fire(layout);
  }

  private tellMenus(): void {
    const { grouping, filter } = this.layout;
    void vscode.commands.executeCommand('setContext', groupingKey, grouping);
    void vscode.commands.executeCommand('setContext', 'watchstander.isFiltered', filter !== '');
  }
}
