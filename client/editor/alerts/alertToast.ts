import * as vscode from 'vscode';
import type { Toast } from '../../../shared/alerts.ts';
import { translate } from '../screen/words.ts';
import { plainMessage } from '../screen/plain.ts';
import { presentToast, type ToastView } from './presentAlerts.ts';

/** What a person may choose on a toast. */
export interface ToastActions {
  showAgent(agentId: string): unknown;
  showAlerts(): unknown;
  pause(agentId: string, alertId: string, why: string): Promise<void>;
  snooze(alertIds: readonly string[]): Promise<void>;
  dismiss(alertId: string): Promise<void>;
}

interface Choice extends vscode.MessageItem {
  readonly run: () => unknown;
}

/** The only words that come unasked. Settles when they are answered or put away. */
export async function showToast(toast: Toast, actions: ToastActions): Promise<void> {
  const view = presentToast(toast, translate);
  if (view === null) return;
  const choices = view.alert === null ? forMany(toast, actions) : forOne(view.alert, actions);
  const chosen = await showMessage(view, choices);
  await chosen?.run();
}

function showMessage(
  { severity, message }: ToastView,
  choices: readonly Choice[],
): Thenable<Choice | undefined> {
  const text = plainMessage(message);
  return severity === 'error'
    ? vscode.window.showErrorMessage(text, ...choices)
    : vscode.window.showWarningMessage(text, ...choices);
}

function forOne(
  { id, agent_id, message }: Toast['alerts'][number],
  actions: ToastActions,
): readonly Choice[] {
  return [
    { title: vscode.l10n.t('Show'), run: () => actions.showAgent(agent_id) },
    { title: vscode.l10n.t('Pause'), run: () => actions.pause(agent_id, id, message) },
    { title: vscode.l10n.t('Snooze'), run: () => actions.snooze([id]) },
    { title: vscode.l10n.t('Not a Problem'), run: () => actions.dismiss(id) },
  ];
}

function forMany({ alert_ids }: Toast, actions: ToastActions): readonly Choice[] {
  return [
    { title: vscode.l10n.t('Show'), run: () => actions.showAlerts() },
    { title: vscode.l10n.t('Snooze All'), run: () => actions.snooze(alert_ids) },
  ];
}
