import * as vscode from 'vscode';
import { translate } from '../screen/words.ts';
import { tooltipMarkdown } from './tooltipMarkdown.ts';
import { presentStatus, type StatusSubject, type StatusView } from './presentStatus.ts';

/** Left of what is about the editor, right of what is about the folder and its problems. */
const priority = 40;

export class StatusBar implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private shown = '';

  constructor() {
    const { Left } = vscode.StatusBarAlignment;
    this.item = vscode.window.createStatusBarItem('health', Left, priority);
    this.item.name = 'Watchstander';
    this.item.command = 'watchstander.showMenu';
  }

  /** What is on screen. */
  get text(): string {
    return this.item.text;
  }

  /** As Markdown. */
  get tooltip(): string {
    const { tooltip } = this.item;
    return tooltip instanceof vscode.MarkdownString ? tooltip.value : (tooltip ?? '');
  }

  /** An open tooltip would flicker with each change that changes nothing. */
  show(subject: StatusSubject): void {
    const view = presentStatus(subject, translate);
    const shown = JSON.stringify(view);
    if (shown === this.shown) return;
    this.shown = shown;
    this.item.text = view.text;
    this.item.tooltip = richTooltip(view);
    this.item.accessibilityInformation = { label: view.accessibleLabel };
    this.item.backgroundColor = themeColor(view.background);
    this.item.show();
  }

  dispose(): void {
    this.item.dispose();
  }
}

/** Not trusted: no command can be run from it, whatever it were made of. */
function richTooltip({ tooltip, worst }: StatusView): vscode.MarkdownString {
  return new vscode.MarkdownString(tooltipMarkdown({ tooltip, worst }), true);
}

function themeColor(background: StatusView['background']): vscode.ThemeColor | undefined {
  if (background === null) return undefined;
  return new vscode.ThemeColor(`statusBarItem.${background}Background`);
}
