import * as vscode from 'vscode';
import { inert } from '../../../shared/text.ts';
import { agentIdOf, agentUri } from '../documents/agentUri.ts';
import { idIn } from '../screen/pressedRow.ts';
import type { AgentChoice } from './agentChoice.ts';

/**
 * What the bulb on an agent's page offers, for who works with the keyboard: VS Code keeps its own
 * shortcut of the bulb for pages that can be written.
 */
export async function actOnAgent(choice: AgentChoice, target: unknown): Promise<void> {
  const title = vscode.l10n.t('Agent Actions');
  const meant = idIn(target, 'agentId') ?? idOfPage(target);
  const agentId = await choice.of({ command: 'watchstander.showAgent', target: meant, title });
  if (agentId === undefined) return;
  const picked = await vscode.window.showQuickPick(actionItems(agentUri(agentId)), {
    title: `${title}: ${inert(agentId)}`,
    placeHolder: vscode.l10n.t('What to do'),
  });
  const command = picked?.command;
  if (command === undefined) return;
  await vscode.commands.executeCommand(
    command.command,
    ...((command.arguments ?? []) as unknown[]),
  );
}

/** The page whose title was pressed, else the one that has the keyboard. */
function idOfPage(target: unknown): string | undefined {
  const uri = target instanceof vscode.Uri ? target : vscode.window.activeTextEditor?.document.uri;
  return uri === undefined ? undefined : (agentIdOf(uri) ?? undefined);
}

interface ActionItem extends vscode.QuickPickItem {
  readonly command?: vscode.Command;
}

/** Other extensions may offer something on any page; this list is of ours. */
async function actionItems(uri: vscode.Uri): Promise<ActionItem[]> {
  await vscode.workspace.openTextDocument(uri);
  const actions = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    placeOn(uri),
  );
  const ours = actions.flatMap(({ title, command }) =>
    command?.command.startsWith('watchstander.') ? [{ label: title, command }] : [],
  );
  return ours.length > 0 ? ours : [{ label: vscode.l10n.t('Nothing can be done at the moment.') }];
}

/** Where its cursor is: what judged the agent on that line has an action of its own. */
function placeOn(uri: vscode.Uri): vscode.Range {
  const editor = vscode.window.activeTextEditor;
  const isShown = editor?.document.uri.toString() === uri.toString();
  return isShown ? editor.selection : new vscode.Range(0, 0, 0, 0);
}
