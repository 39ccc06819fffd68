import * as vscode from 'vscode';
import { translate } from '../screen/words.ts';
import { presentStatus, type StatusSubject, type StatusView } from './presentStatus.ts';

/** Left of what is about the editor, right of what is about the folder and its problems. */
const priority = 40;

export class StatusBar implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;

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

  show(subject: StatusSubject): void {
    const view = presentStatus(subject, translate);
    this.item.text = view.text;
    this.item.tooltip = view.tooltip;
    this.item.accessibilityInformation = { label: view.accessibleLabel };
    this.item.backgroundColor = themeColor(view.background);
    this.item.show();
  }

  dispose(): void {
    this.item.dispose();
  }
}

function themeColor(background: StatusView['background']): vscode.ThemeColor | undefined {
  if (background === null) return undefined;
  return new vscode.ThemeColor(`statusBarItem.${background}Background`);
}
