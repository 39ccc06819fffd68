import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Clock } from '../../shared/clock.ts';
import { toFailure, WatchstanderError } from '../../shared/errors.ts';
import { homeLayout } from '../../shared/home.ts';
import { statusUri } from './documents/agentUri.ts';
import type { AgentChoice } from './agents/agentChoice.ts';
import type { AgentCommands } from './agents/agentCommands.ts';
import type { AlertCommands } from './alerts/alertCommands.ts';
import type { CommandId } from './commandIds.ts';
import type { Demo } from './demo/demo.ts';
import type { ConnectCommands } from './connect/connectPart.ts';
import type { DashboardCommands } from './dashboard/dashboardPart.ts';
import type { Fleet } from './fleet.ts';
import { createExportCommands } from './export/exportCommands.ts';
import { createFreezeCommands } from './agents/freezeCommands.ts';
import { makePolicyFile } from './policy/newPolicyFile.ts';
import { lineOfKey } from './policy/policyPlace.ts';
import { policyUri } from './policy/policyUri.ts';
import type { ProcessCommands } from './processes/processPart.ts';
import { chosenHome } from './settings.ts';
import type { AgentDocuments } from './documents/agentDocuments.ts';
import { showMenu } from './statusBar/menu.ts';
import { plainMessage } from './screen/plain.ts';
import type { Window } from './connection/window.ts';

export interface CommandParts {
  readonly window: Window;
  readonly fleet: Fleet;
  readonly clock: Clock;
  readonly documents: AgentDocuments;
  readonly log: vscode.LogOutputChannel;
  readonly refresh: () => Promise<void>;
  readonly agents: AgentCommands;
  readonly choice: AgentChoice;
  readonly alerts: AlertCommands;
  readonly connect: ConnectCommands;
  readonly processes: ProcessCommands;
  readonly demo: Demo;
  readonly dashboard: DashboardCommands;
}

/** As `contributes.walkthroughs` names it, with the extension before it. */
const walkthrough = 'watchstander.watchstander#start';

export type Commands = Readonly<
  Record<CommandId, (target?: unknown, selected?: unknown) => unknown>
>;

export function createCommands(parts: CommandParts): Commands {
  const { window, fleet, log } = parts;
  return {
    'watchstander.refresh': () => parts.refresh(),
    'watchstander.startSidecar': () => {
      window.open();
    },
    'watchstander.restartSidecar': () => window.restartSidecar(),
    'watchstander.showLog': () => {
      log.show();
    },
    'watchstander.openSidecarLog': () => openSidecarLog(window.home),
    'watchstander.showStatus': () => showStatus(parts.documents),
    // A file in any other folder than the chosen one would never be in force.
    'watchstander.openPolicy': (key) =>
      openPolicy(parts.demo.isOn ? window.home : chosenHome(), key),
    'watchstander.openWalkthrough': () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthrough, false),
    'watchstander.showMenu': () => showMenu(window.state.kind, { fleet, isDemo: parts.demo.isOn }),
    ...parts.agents,
    ...parts.alerts,
    ...parts.connect,
    ...parts.processes,
    ...parts.demo.commands,
    ...parts.dashboard,
    ...createFreezeCommands(window, fleet),
    ...createExportCommands(parts),
  };
}

/** Somebody asked for it, so they hear that it failed, and what to do. */
export async function reportFailure(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  log.error(error instanceof Error ? error : String(error));
  const { error: message, next_step } = toFailure(error);
  const showLog = vscode.l10n.t('Show Log');
  const text = plainMessage(`${message} ${next_step}`);
  if ((await vscode.window.showErrorMessage(text, showLog)) === showLog) log.show();
}

/** What this window writes is in its own log (Show Log); this is what its sidecar wrote, newest last. */
async function openSidecarLog(home: string): Promise<void> {
  const path = join(home, homeLayout.sidecarLog);
  if (!existsSync(path)) throw noSidecarLog(path);
  const document = await vscode.workspace.openTextDocument(path);
  const end = document.lineAt(document.lineCount - 1).range.end;
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(end, end) });
}

function noSidecarLog(path: string): WatchstanderError {
  const message = vscode.l10n.t('There is no {0}: no sidecar has run in this home yet.', path);
  return new WatchstanderError('NOT_FOUND', message, vscode.l10n.t('Start one.'));
}

async function showStatus(documents: AgentDocuments): Promise<void> {
  const document = await vscode.workspace.openTextDocument(statusUri);
  documents.refresh(statusUri);
  await vscode.window.showTextDocument(document, { preview: true });
}

/** At the line of a key, when one is named. */
async function openPolicy(home: string, key: unknown): Promise<void> {
  const uri = policyUri(home);
  await makePolicyFile(uri.fsPath);
  const document = await vscode.workspace.openTextDocument(uri);
  if (typeof key !== 'string') {
    await vscode.window.showTextDocument(document);
    return;
  }
  const line = document.lineAt(lineOfKey(document.getText(), key));
  const start = line.range.start.translate(0, line.firstNonWhitespaceCharacterIndex);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(start, start) });
}
