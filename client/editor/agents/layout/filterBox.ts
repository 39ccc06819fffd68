import * as vscode from 'vscode';
import { DisposableStore } from '../../../../shared/lifecycle.ts';
import type { AgentLayout } from './agentLayout.ts';

/** The tree follows while somebody types; Escape leaves it as it was. */
export async function askFilter(layout: AgentLayout): Promise<void> {
  const before = layout.current.filter;
  const life = new DisposableStore();
  const box = life.add(vscode.window.createInputBox());
  box.title = vscode.l10n.t('Filter Agents');
  box.placeholder = vscode.l10n.t('Text in the id, health, program, folder or tags');
  box.prompt = vscode.l10n.t('Enter keeps the filter, Escape leaves the agents as they were.');
  box.value = before;
  life.add(box.onDidChangeValue((text) => layout.filter(text)));
  const isKept = await new Promise<boolean>((resolve) => {
    life.add(box.onDidAccept(() => resolve(true)));
    life.add(box.onDidHide(() => resolve(false)));
    box.show();
  });
  if (!isKept) layout.filter(before);
  life.dispose();
}
