import * as vscode from 'vscode';
import type { CommandId } from '../commandIds.ts';
import type { Fleet } from '../fleet.ts';
import type { WindowState } from '../connection/window.ts';
import { agentItems } from '../agents/agentPick.ts';
import { unwellAgents } from '../agents/attention.ts';
import { countGroups } from '../agents/presentAgent.ts';

interface MenuItem extends vscode.QuickPickItem {
  readonly command?: CommandId | 'watchstander.agents.focus';
  readonly agentId?: string;
}

/** More agents than this are for the tree. */
const mostAgents = 5;

export interface MenuScene {
  readonly fleet: Fleet;
  readonly isDemo: boolean;
}

/** What can be done from here; the status bar item's click. */
export async function showMenu(state: WindowState['kind'], scene: MenuScene): Promise<void> {
  const { fleet, isDemo } = scene;
  const items = [
    ...demoItems(isDemo),
    ...connectionItems(state),
    ...unwellItems(fleet),
    ...standingItems(state, fleet),
  ];
  const picked = await vscode.window.showQuickPick<MenuItem>(items, { title: 'Watchstander' });
  if (picked?.command === undefined) return;
  await vscode.commands.executeCommand(picked.command, picked.agentId);
}

function demoItems(isDemo: boolean): MenuItem[] {
  if (!isDemo) return [];
  return [item('debug-stop', vscode.l10n.t('End the Demo'), 'watchstander.endDemo')];
}

function connectionItems(state: WindowState['kind']): MenuItem[] {
  switch (state) {
    case 'ready':
    case 'connecting':
      return [];
    case 'disconnected':
      return [item('refresh', vscode.l10n.t('Reconnect Now'), 'watchstander.startSidecar')];
    case 'failed':
      return [
        item('refresh', vscode.l10n.t('Retry'), 'watchstander.startSidecar'),
        item('go-to-file', vscode.l10n.t('Open Sidecar Log'), 'watchstander.openSidecarLog'),
      ];
    case 'stopped':
      return [item('play', vscode.l10n.t('Start Sidecar'), 'watchstander.startSidecar')];
  }
}

/** Those that want somebody to look at them, first of all. */
function unwellItems(fleet: Fleet): MenuItem[] {
  const items = agentItems(unwellAgents(fleet.rows.values()).slice(0, mostAgents));
  if (items.length === 0) return [];
  return [
    { label: vscode.l10n.t('Needs Attention'), kind: vscode.QuickPickItemKind.Separator },
    ...items.map((agent) => ({ ...agent, command: 'watchstander.showAgent' as const })),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
  ];
}

function standingItems(state: WindowState['kind'], fleet: Fleet): MenuItem[] {
  const looking = [
    item('pulse', vscode.l10n.t('Show Agents'), 'watchstander.agents.focus'),
    item('bell', vscode.l10n.t('Show Alerts'), 'watchstander.showAlerts'),
    item('graph-line', vscode.l10n.t('Open Dashboard'), 'watchstander.openDashboard'),
    item('settings', vscode.l10n.t('Open Policy'), 'watchstander.openPolicy'),
    item('output', vscode.l10n.t('Show Log'), 'watchstander.showLog'),
  ];
  const connect = item('plug', vscode.l10n.t('Connect an Agent…'), 'watchstander.connectAgent');
  // Who needs one paused needs it most while the sidecar is away: the command starts it.
  if (state !== 'ready') return [...looking, ...lifecycleItems(fleet), connect];
  return [
    ...looking,
    item('info', vscode.l10n.t('Show Status'), 'watchstander.showStatus'),
    item('server-process', vscode.l10n.t('Show Processes'), 'watchstander.showProcesses'),
    ...lifecycleItems(fleet),
    connect,
    item('debug-restart', vscode.l10n.t('Restart Sidecar'), 'watchstander.restartSidecar'),
  ];
}

/** What there is nobody for is not offered. */
function lifecycleItems(fleet: Fleet): MenuItem[] {
  const { paused, archived, ...atWork } = countGroups(fleet.rows.values());
  const canPause = Object.values(atWork).some((count) => count > 0);
  const pause = [
    item('debug-pause', vscode.l10n.t('Pause Agent…'), 'watchstander.pauseAgent'),
    item('debug-pause', vscode.l10n.t('Pause All Agents…'), 'watchstander.pauseAllAgents'),
  ];
  const resume = [
    item('debug-continue', vscode.l10n.t('Resume Agent…'), 'watchstander.resumeAgent'),
    ...(paused === 0
      ? []
      : [
          item(
            'debug-continue',
            vscode.l10n.t('Resume All Agents…'),
            'watchstander.resumeAllAgents',
          ),
        ]),
  ];
  return [...(canPause ? pause : []), ...(paused + archived > 0 ? resume : [])];
}

function item(icon: string, label: string, command: NonNullable<MenuItem['command']>): MenuItem {
  return { label, iconPath: new vscode.ThemeIcon(icon), command };
}
