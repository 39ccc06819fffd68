import * as vscode from 'vscode';
import type { AgentAct, OwnAct } from '../../dashboard/messages.ts';
import type { CommandId } from '../commandIds.ts';

const agentCommands: Readonly<Record<AgentAct, CommandId>> = {
  pause: 'watchstander.pauseAgent',
  resume: 'watchstander.resumeAgent',
  document: 'watchstander.showAgent',
  csv: 'watchstander.exportAgent',
  json: 'watchstander.exportAgent',
};

const ownCommands: Readonly<Record<OwnAct, CommandId>> = {
  connect: 'watchstander.connectAgent',
  start: 'watchstander.startSidecar',
  log: 'watchstander.showLog',
};

/** What the page asks for is done by the commands that a person has anyway. */
export async function actOnAgent(act: AgentAct, agentId: string): Promise<void> {
  const format = act === 'csv' || act === 'json' ? act : undefined;
  await vscode.commands.executeCommand(agentCommands[act], agentId, format);
}

export async function actOnOwn(act: OwnAct): Promise<void> {
  await vscode.commands.executeCommand(ownCommands[act]);
}
