import * as vscode from 'vscode';
import type { AcknowledgeParams, Alert } from '../../../shared/alerts.ts';
import { timestampOf, type Clock } from '../../../shared/clock.ts';
import type { AlertCommandId } from '../commandIds.ts';
import { errandFor } from '../connection/errands.ts';
import { withSidecar } from '../connection/summon.ts';
import type { Window } from '../connection/window.ts';
import type { AlertChoice, AlertOrder } from './alertChoice.ts';
import type { ToastActions } from './alertToast.ts';

export interface AlertCommandParts {
  readonly window: Window;
  readonly clock: Clock;
  readonly choice: AlertChoice;
}

export type AlertCommands = Readonly<Record<AlertCommandId, (target?: unknown) => unknown>>;

/** A command on one alert. */
interface RowCommand {
  readonly title: string;
  /** For which alerts it changes anything. */
  readonly isWanted: (alert: Alert) => boolean;
  /** What to ask of the sidecar; undefined when the user changed their mind. */
  readonly wish: () => Wish | Promise<Wish | undefined>;
}
type RowCommandId = Exclude<AlertCommandId, 'watchstander.showAlerts'>;
type Wish = Omit<AcknowledgeParams, 'alert_id'>;

export function createAlertCommands(parts: AlertCommandParts): AlertCommands {
  const onRows = Object.entries(rowCommands(parts.clock)).map(([command, offer]) => [
    command,
    (target: unknown) => act(parts, { command: command as RowCommandId, target, ...offer }),
  ]);
  return {
    'watchstander.showAlerts': () => vscode.commands.executeCommand('watchstander.alerts.focus'),
    ...(Object.fromEntries(onRows) as Record<RowCommandId, (target: unknown) => Promise<void>>),
  };
}

function rowCommands(clock: Clock): Readonly<Record<RowCommandId, RowCommand>> {
  return {
    'watchstander.acknowledgeAlert': {
      title: vscode.l10n.t('Acknowledge Alert'),
      isWanted: (alert) => alert.acknowledged === undefined,
      wish: () => ({ act: 'acknowledge' }),
    },
    'watchstander.dismissAlert': {
      title: vscode.l10n.t('Not a Problem'),
      isWanted: (alert) => alert.false_alarm !== true,
      wish: () => ({ act: 'false_alarm' }),
    },
    'watchstander.snoozeAlert': {
      title: vscode.l10n.t('Snooze Alerts of Agent'),
      isWanted: (alert) => alert.snoozed_until === undefined,
      wish: () => askSnooze(clock),
    },
    'watchstander.endSnooze': {
      title: vscode.l10n.t('End Snooze'),
      isWanted: (alert) => alert.snoozed_until !== undefined,
      wish: () => ({ act: 'snooze', until: timestampOf(0) }),
    },
    'watchstander.muteAlerts': {
      title: vscode.l10n.t('Mute Alerts of Agent'),
      isWanted: (alert) => alert.muted !== true,
      wish: () => ({ act: 'mute' }),
    },
    'watchstander.unmuteAlerts': {
      title: vscode.l10n.t('Unmute Alerts of Agent'),
      isWanted: (alert) => alert.muted === true,
      wish: () => ({ act: 'unmute' }),
    },
  };
}

async function act(parts: AlertCommandParts, order: AlertOrder & RowCommand): Promise<void> {
  const alert_id = await parts.choice.of(order);
  const wish = alert_id === undefined ? undefined : await order.wish();
  if (alert_id === undefined || wish === undefined) return;
  await parts.window.request('watchstander/acknowledge', { alert_id, ...wish });
}

async function askSnooze(clock: Clock): Promise<Wish | undefined> {
  const picked = await vscode.window.showQuickPick(snoozeItems(), {
    title: vscode.l10n.t('Snooze Alerts of Agent'),
    placeHolder: vscode.l10n.t('For how long'),
  });
  if (picked === undefined) return undefined;
  return { act: 'snooze', until: timestampOf(clock.wallMs() + picked.minutes * 60_000) };
}

function snoozeItems(): (vscode.QuickPickItem & { readonly minutes: number })[] {
  return [
    { label: vscode.l10n.t('15 minutes'), minutes: 15 },
    { label: vscode.l10n.t('1 hour'), minutes: 60 },
    { label: vscode.l10n.t('4 hours'), minutes: 240 },
    { label: vscode.l10n.t('1 day'), minutes: 1_440 },
  ];
}

/** What the buttons of a toast do. */
export function createToastActions({ window }: Pick<AlertCommandParts, 'window'>): ToastActions {
  return {
    showAgent: (agentId) => vscode.commands.executeCommand('watchstander.showAgent', agentId),
    showAlerts: () => vscode.commands.executeCommand('watchstander.alerts.focus'),
    async pause(agent_id, alert_id, reason) {
      await withSidecar(window, errandFor('pause', [agent_id]), async () => {
        await window.request('watchstander/lifecycle', { agent_id, act: 'pause', reason });
        await window.request('watchstander/acknowledge', { alert_id, act: 'acknowledge' });
      });
    },
    async snooze(alertIds) {
      for (const alert_id of alertIds) {
        await window.request('watchstander/acknowledge', { alert_id, act: 'snooze' });
      }
    },
    async dismiss(alert_id) {
      await window.request('watchstander/acknowledge', { alert_id, act: 'false_alarm' });
    },
  };
}
