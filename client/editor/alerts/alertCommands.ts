import * as vscode from 'vscode';
import type { AcknowledgeParams, Alert, AlertAct } from '../../../shared/alerts.ts';
import { timestampOf, type Clock } from '../../../shared/clock.ts';
import type { AlertBook } from '../alertBook.ts';
import type { AlertCommandId } from '../commandIds.ts';
import type { ToastActions } from './alertToast.ts';
import { plainLabel } from '../screen/plain.ts';
import { presentAlert } from './presentAlerts.ts';
import { themeIcon } from '../screen/themeIcon.ts';
import { errandFor } from '../connection/errands.ts';
import { withSidecar } from '../connection/summon.ts';
import type { Window } from '../connection/window.ts';
import { translate } from '../screen/words.ts';

export interface AlertCommandParts {
  readonly window: Window;
  readonly book: AlertBook;
  readonly clock: Clock;
}

export type AlertCommands = Readonly<Record<AlertCommandId, (target?: unknown) => unknown>>;

export function createAlertCommands(parts: AlertCommandParts): AlertCommands {
  const command = (title: string, act: AlertAct) => (target: unknown) =>
    actOnOne(parts, { title, act, target });
  return {
    'watchstander.showAlerts': () => vscode.commands.executeCommand('watchstander.alerts.focus'),
    'watchstander.acknowledgeAlert': command(vscode.l10n.t('Acknowledge Alert'), 'acknowledge'),
    'watchstander.dismissAlert': command(vscode.l10n.t('Not a Problem'), 'false_alarm'),
    'watchstander.muteAlerts': command(vscode.l10n.t('Mute Alerts of Agent'), 'mute'),
    'watchstander.unmuteAlerts': command(vscode.l10n.t('Unmute Alerts of Agent'), 'unmute'),
    'watchstander.snoozeAlert': (target) => snooze(parts, target),
    'watchstander.endSnooze': (target) => endSnooze(parts, target),
  };
}

/** What the buttons of a toast do. */
export function createToastActions({ window }: AlertCommandParts): ToastActions {
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

interface Order {
  readonly title: string;
  readonly act: AlertAct;
  readonly target: unknown;
}

async function actOnOne(parts: AlertCommandParts, { title, act, target }: Order): Promise<void> {
  const alert_id = alertIn(target) ?? (await pickAlert(parts, title, isWorthIt[act]));
  if (alert_id !== undefined) await send(parts, { alert_id, act });
}

async function snooze(parts: AlertCommandParts, target: unknown): Promise<void> {
  const title = vscode.l10n.t('Snooze Alerts of Agent');
  const alert_id = alertIn(target) ?? (await pickAlert(parts, title, isWorthIt.snooze));
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
  const isSnoozed = (alert: Alert): boolean => alert.snoozed_until !== undefined;
  const alert_id = alertIn(target) ?? (await pickAlert(parts, title, isSnoozed));
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

async function pickAlert(
  { book, clock }: AlertCommandParts,
  title: string,
  isWanted: (alert: Alert) => boolean,
): Promise<string | undefined> {
  const scene = { t: translate, nowMs: clock.wallMs(), freshness: book.freshness };
  const items = book.open.filter(isWanted).map((alert) => {
    const { label, description, icon } = presentAlert(alert, scene);
    const said = { label: plainLabel(label), description: plainLabel(description) };
    return { ...said, iconPath: themeIcon(icon), alertId: alert.id };
  });
  const placeHolder =
    items.length === 0
      ? vscode.l10n.t('No alert for which this can be done.')
      : vscode.l10n.t('Alert');
  return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.alertId;
}

/** Commands are called with a row of the tree, with an id, or with nothing. */
function alertIn(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  const node = target as { readonly alertId?: unknown } | null | undefined;
  return typeof node?.alertId === 'string' ? node.alertId : undefined;
}
