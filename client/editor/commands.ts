import * as vscode from 'vscode';
import { toFailure } from '../../shared/errors.ts';
import type { AgentRow } from '../../shared/model.ts';
import type { LifecycleAct } from '../../shared/protocol.ts';
import { countCodePoints } from '../../shared/text.ts';
import { agentUri, statusUri } from './documents/agentUri.ts';
import type { AlertCommands } from './alerts/alertCommands.ts';
import type { CommandId } from './commandIds.ts';
import type { Demo } from './demo/demo.ts';
import type { ConnectCommands } from './connect/connectPart.ts';
import type { Fleet } from './fleet.ts';
import { createFreezeCommands } from './agents/freezeCommands.ts';
import { makePolicyFile } from './policy/newPolicyFile.ts';
import { lineOfKey } from './policy/policyPlace.ts';
import { policyUri } from './policy/policyUri.ts';
import type { ProcessCommands } from './processes/processPart.ts';
import { pickAgent } from './agents/agentPick.ts';
import type { AgentDocuments } from './documents/agentDocuments.ts';
import { showMenu } from './statusBar/menu.ts';
import { plainMessage } from './screen/plain.ts';
import type { Window } from './connection/window.ts';

export interface CommandParts {
  readonly window: Window;
  readonly fleet: Fleet;
  readonly documents: AgentDocuments;
  readonly log: vscode.LogOutputChannel;
  readonly refresh: () => Promise<void>;
  readonly alerts: AlertCommands;
  readonly connect: ConnectCommands;
  readonly processes: ProcessCommands;
  readonly demo: Demo;
}

/** As `contributes.walkthroughs` names it, with the extension before it. */
const walkthrough = 'watchstander.watchstander#start';

export type Commands = Readonly<Record<CommandId, (target?: unknown) => unknown>>;

/** As many characters as the sidecar keeps of a reason. */
const reasonCodePoints = 500;

export function createCommands(parts: CommandParts): Commands {
  const { window, fleet, log } = parts;
  return {
    'watchstander.refresh': () => parts.refresh(),
    'watchstander.showAgent': (target) => showAgent(fleet, target),
    'watchstander.pauseAgent': (target) => pauseAgent(parts, target),
    'watchstander.resumeAgent': (target) => resumeAgent(parts, target),
    'watchstander.copyAgentId': (target) => copyAgentId(fleet, target),
    'watchstander.startSidecar': () => {
      window.open();
    },
    'watchstander.restartSidecar': () => window.restartSidecar(),
    'watchstander.showLog': () => {
      log.show();
    },
    'watchstander.showStatus': () => showStatus(parts.documents),
    'watchstander.openPolicy': (key) => openPolicy(window.home, key),
    'watchstander.openWalkthrough': () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthrough, false),
    'watchstander.showMenu': () => showMenu(window.state.kind, { fleet, isDemo: parts.demo.isOn }),
    ...parts.alerts,
    ...parts.connect,
    ...parts.processes,
    ...parts.demo.commands,
    ...createFreezeCommands(window, fleet),
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

async function showAgent(fleet: Fleet, target: unknown): Promise<void> {
  const title = vscode.l10n.t('Show Agent');
  const agentId = agentIn(target) ?? (await pickAgent(fleet, title, () => true));
  if (agentId === undefined) return;
  await vscode.commands.executeCommand('vscode.open', agentUri(agentId));
}

async function pauseAgent(parts: CommandParts, target: unknown): Promise<void> {
  const title = vscode.l10n.t('Pause Agent');
  const canPause = (row: AgentRow): boolean => row.lifecycle_status === 'active';
  const agentId = agentIn(target) ?? (await pickAgent(parts.fleet, title, canPause));
  if (agentId === undefined) return;
  const reason = await askReason(`${title}: ${agentId}`);
  if (reason === undefined) return;
  await act(parts.window, 'pause', { agent_id: agentId, ...(reason === '' ? {} : { reason }) });
}

async function resumeAgent(parts: CommandParts, target: unknown): Promise<void> {
  const title = vscode.l10n.t('Resume Agent');
  const canResume = (row: AgentRow): boolean => row.lifecycle_status !== 'active';
  const agentId = agentIn(target) ?? (await pickAgent(parts.fleet, title, canResume));
  if (agentId !== undefined) await act(parts.window, 'resume', { agent_id: agentId });
}

async function copyAgentId(fleet: Fleet, target: unknown): Promise<void> {
  const title = vscode.l10n.t('Copy Agent ID');
  const agentId = agentIn(target) ?? (await pickAgent(fleet, title, () => true));
  if (agentId !== undefined) await vscode.env.clipboard.writeText(agentId);
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

async function act(
  window: Window,
  what: LifecycleAct,
  who: { readonly agent_id: string; readonly reason?: string },
): Promise<void> {
  await window.request('watchstander/lifecycle', { ...who, act: what });
}

/** Undefined when the user changed their mind. The id is in the title: a prompt makes links. */
async function askReason(title: string): Promise<string | undefined> {
  const reason = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('The agent is told the reason.'),
    placeHolder: vscode.l10n.t('Reason (optional)'),
    validateInput: (text) =>
      countCodePoints(text) > reasonCodePoints
        ? vscode.l10n.t('At most {0} characters.', reasonCodePoints)
        : null,
  });
  return reason?.trim();
}

/** Commands are called with a row of the tree, with an id, or with nothing. */
function agentIn(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  const node = target as { readonly agentId?: unknown } | null | undefined;
  return typeof node?.agentId === 'string' ? node.agentId : undefined;
}
