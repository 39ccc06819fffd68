import * as vscode from 'vscode';
import type { AcknowledgeParams, Alert, AlertAct } from '../../../shared/alerts.ts';
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

export function createAlertCommands(parts: AlertCommandParts): AlertCommands {
  const onRow = (command: AlertOrder['command'], title: string, act: AlertAct) => {
    const isWanted = isWorthIt[act];
    return (target: unknown) => actOnOne(parts, act, { command, target, title, isWanted });
  };
  return {
    'watchstander.showAlerts': () => vscode.commands.executeCommand('watchstander.alerts.focus'),
    'watchstander.acknowledgeAlert': onRow(
      'watchstander.acknowledgeAlert',
      vscode.l10n.t('Acknowledge Alert'),
      'acknowledge',
    ),
    'watchstander.dismissAlert': onRow(
      'watchstander.dismissAlert',
      vscode.l10n.t('Not a Problem'),
      'false_alarm',
    ),
    'watchstander.muteAlerts': onRow(
      'watchstander.muteAlerts',
      vscode.l10n.t('Mute Alerts of Agent'),
      'mute',
    ),
    'watchstander.unmuteAlerts': onRow(
      'watchstander.unmuteAlerts',
      vscode.l10n.t('Unmute Alerts of Agent'),
      'unmute',
    ),
    'watchstander.snoozeAlert': (target) => snooze(parts, target),
    'watchstander.endSnooze': (target) => endSnooze(parts, target),
  };
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

async function actOnOne(parts: AlertCommandParts, act: AlertAct, order: AlertOrder): Promise<void> {
  const alert_id = await parts.choice.of(order);
  if (alert_id !== undefined) await send(parts, { alert_id, act });
}

async function snooze(parts: AlertCommandParts, target: unknown): Promise<void> {
  const title = vscode.l10n.t('Snooze Alerts of Agent');
  const command = 'watchstander.snoozeAlert';
  const isWanted = isWorthIt.snooze;
  const alert_id = await parts.choice.of({ command, target, title, isWanted });
  if (alert_id === undefined) return;
  const picked = await vscode.window.showQuickPick(snoozeItems(), {
    title,
    placeHolder: vscode.l10n.t('For how long'),
  });
  if (picked === undefined) return;
  const until = timestampOf(parts.clock.wallMs() + picked.minutes * 60_000);
  await send(parts, { alert_id, act: 'snooze', until });
}

async function endSnooze(parts: AlertCommandParts, target: unknown): Promise<void> {
  const title = vscode.l10n.t('End Snooze');
  const command = 'watchstander.endSnooze';
  const isWanted = (alert: Alert): boolean => alert.snoozed_until !== undefined;
  const alert_id = await parts.choice.of({ command, target, title, isWanted });
  if (alert_id !== undefined) {
    await send(parts, { alert_id, act: 'snooze', until: timestampOf(0) });
  }
}

function snoozeItems(): (vscode.QuickPickItem & { readonly minutes: number })[] {
  return [
    { label: vscode.l10n.t('15 minutes'), minutes: 15 },
    { label: vscode.l10n.t('1 hour'), minutes: 60 },
    { label: vscode.l10n.t('4 hours'), minutes: 240 },
    { label: vscode.l10n.t('1 day'), minutes: 1_440 },
  ];
}

/** For which of the open alerts an act changes anything. */
const isWorthIt: Readonly<Record<AlertAct, (alert: Alert) => boolean>> = {
  acknowledge: (alert) => alert.acknowledged === undefined,
  false_alarm: (alert) => alert.false_alarm !== true,
  snooze: (alert) => alert.snoozed_until === undefined,
  mute: (alert) => alert.muted !== true,
  unmute: (alert) => alert.muted === true,
};

async function send({ window }: AlertCommandParts, params: AcknowledgeParams): Promise<void> {
  await window.request('watchstander/acknowledge', params);
}
