import assert from 'node:assert/strict';
import path from 'node:path';
import process from 'node:process';
import * as vscode from 'vscode';
import { openConnection } from '../../../client/connection/connection.ts';
import { homeFolder } from '../../../client/connection/home.ts';
import type { SidecarConnection } from '../../../client/connection/types.ts';
import type { Api } from '../../../client/editor/extension.ts';
import type { Shown } from '../../../client/editor/lateWindow.ts';
import { systemClock } from '../../../shared/clock.ts';
import type { CheckInResult } from '../../../shared/model.ts';
import { until } from '../../support/until.ts';

export const extensionId = 'watchstander.watchstander';

/** The extension as the host has it, awake. */
export async function shownWindow(): Promise<Shown> {
  const extension = vscode.extensions.getExtension<Api>(extensionId);
  assert.ok(extension, `${extensionId} is not installed`);
  const api = await extension.activate();
  return api.shown();
}

/** An agent's side of the same home; the sidecar is that of the extension. */
export function connectAgent(): SidecarConnection {
  const extension = vscode.extensions.getExtension(extensionId);
  assert.ok(extension, `${extensionId} is not installed`);
  return openConnection({
    home: homeFolder(process.env),
    kind: 'cli',
    sidecar: path.join(extension.extensionPath, 'dist/sidecar.js'),
    start: 'ifNeeded',
    clock: systemClock,
    log: () => undefined,
  });
}

/** Checks in like an agent that drifts as far as it can. */
export function drift(agent: SidecarConnection, agentId: string): Promise<CheckInResult> {
  return checkIn(agent, agentId, 1);
}

/** Has it drift until it is critical, in the tree of the window too. */
export async function becomeCritical(
  shown: Shown,
  agent: SidecarConnection,
  agentId: string,
): Promise<void> {
  await until('it is critical', async () => (await drift(agent, agentId)).status === 'critical');
  await until('the row', async () => (await groupOf(shown, agentId)) === 'Critical');
}

/** The window, and an agent in it that needs a person; whoever asks disposes of the agent. */
export async function meetCritical(
  agentId: string,
): Promise<{ readonly shown: Shown; readonly agent: SidecarConnection }> {
  const met = { shown: await shownWindow(), agent: connectAgent() };
  await becomeCritical(met.shown, met.agent, agentId);
  return met;
}

/** Checks in like an agent with nothing to report. */
export function calm(agent: SidecarConnection, agentId: string): Promise<CheckInResult> {
  return checkIn(agent, agentId, 0);
}

function checkIn(
  agent: SidecarConnection,
  agentId: string,
  driftOfAll: number,
): Promise<CheckInResult> {
  return agent.request('watchstander/checkIn', {
    agent_id: agentId,
    parameters: Array.from({ length: 128 }, (_, index) => Math.sin(index)),
    ethical_drift: [driftOfAll, driftOfAll, driftOfAll],
    text: { code_points: 300, keyword_hits: driftOfAll * 3 },
    complexity: 0.3,
  });
}

export interface ShownRow {
  readonly label: string;
  readonly description: string;
  readonly context: string;
}

/** The tree as far down as it goes: group titles, each with its rows. */
export async function treeOf({ agentTree }: Shown): Promise<Map<string, ShownRow[]>> {
  const tree = new Map<string, ShownRow[]>();
  for (const group of (await agentTree.getChildren()) ?? []) {
    const title = (await rowOf(agentTree, group)).label;
    const rows = ((await agentTree.getChildren(group)) ?? []).map((node) => rowOf(agentTree, node));
    tree.set(title, await Promise.all(rows));
  }
  return tree;
}

async function rowOf(tree: Shown['agentTree'], node: unknown): Promise<ShownRow> {
  const item = await tree.getTreeItem(node);
  return {
    label: typeof item.label === 'string' ? item.label : '',
    description: String(item.description),
    context: item.contextValue ?? '',
  };
}

/** The title of the group that an agent is in, or undefined. */
export async function groupOf(shown: Shown, agentId: string): Promise<string | undefined> {
  const groups = [...(await treeOf(shown))];
  return groups.find(([, rows]) => rows.some(({ label }) => label === agentId))?.[0];
}

/** All problems of ours, as they are listed. */
export function problems(): string[] {
  const ours = vscode.languages.getDiagnostics().filter(([uri]) => uri.scheme === 'watchstander');
  return ours.flatMap(([uri, found]) => found.map(({ message }) => `${uri.path}: ${message}`));
}

/** Accepts what is asked for as it stands, until this has come of it. */
export async function accepted(isDone: () => Promise<boolean>): Promise<void> {
  await until('what was asked for is accepted', async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return isDone();
  });
}

/** The sidecar that this window is connected to; 0 when it is not. */
export function sidecarPid(shown: Shown): number {
  const state = shown.state();
  return state.kind === 'ready' ? state.welcome.process.pid : 0;
}
