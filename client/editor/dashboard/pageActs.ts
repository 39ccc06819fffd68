import * as vscode from 'vscode';
import type { AgentAct, OwnAct } from '../../dashboard/messages.ts';
import type { CommandId } from '../commandIds.ts';
import { exportFromPage } from './exportFromPage.ts';
import type { PanelParts } from './dashboardPanel.ts';

const agentCommands: Readonly<Record<Exclude<AgentAct, 'csv' | 'json'>, CommandId>> = {
  pause: 'watchstander.pauseAgent',
  resume: 'watchstander.resumeAgent',
  document: 'watchstander.showAgent',
};

const ownCommands: Readonly<Record<OwnAct, CommandId>> = {
  connect: 'watchstander.connectAgent',
  start: 'watchstander.startSidecar',
  log: 'watchstander.showLog',
};

/** What the page asks for is done by the commands that a person has anyway. */
export async function actOnAgent(act: AgentAct, agentId: string, parts: PanelParts): Promise<void> {
  try {
    if (act === 'csv' || act === 'json') await exportFromPage(agentId, act, parts);
    else await vscode.commands.executeCommand(agentCommands[act], agentId);
  } catch (error) {
    await parts.reportFailure(error);
  }
}

export async function actOnOwn(act: OwnAct): Promise<void> {
  await vscode.commands.executeCommand(ownCommands[act]);
}
