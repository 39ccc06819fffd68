import * as vscode from 'vscode';
import type { AgentRow } from '../../../shared/model.ts';
import { inert } from '../../../shared/text.ts';
import { agentUri } from '../documents/agentUri.ts';
import type { Scene } from '../screen/scene.ts';
import { themeIcon } from '../screen/themeIcon.ts';
import { translate } from '../screen/words.ts';
import { nodeId, type AgentNode, type DetailNode, type MoreNode } from './agentNode.ts';
import { groupDetail, groupName, iconOfGroup, type Grouping } from './layout/grouping.ts';
import { harnessUri } from './harnessMarks.ts';
import { countAgents, presentAgent } from './presentAgent.ts';

interface SectionSubject {
  readonly key: string;
  readonly grouping: Grouping;
  readonly count: number;
}

export function sectionItem({ key, grouping, count }: SectionSubject): vscode.TreeItem {
  const title = groupName(key, grouping, translate);
  const words = countAgents(count, translate);
  const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Expanded);
  item.id = nodeId({ kind: 'section', key });
  item.description = String(count);
  item.contextValue = 'group';
  const detail = groupDetail(key, grouping);
  item.tooltip = [`${title}: ${words}`, detail ?? ''].join('\n').trim();
  item.accessibilityInformation = { label: `${title}, ${words}` };
  const icon = iconOfGroup(key, grouping);
  if (icon !== null) item.iconPath = themeIcon(icon);
  return item;
}

interface AgentSubject {
  /** Undefined when it is gone since the last refresh: the next one is on its way. */
  readonly row: AgentRow | undefined;
  /** Those that work for it. */
  readonly below: readonly AgentRow[];
  readonly scene: Scene;
}

export function agentItem(node: AgentNode, { row, below, scene }: AgentSubject): vscode.TreeItem {
  const { agentId } = node;
  const item = new vscode.TreeItem(agentId, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = nodeId(node);
  if (row === undefined) return item;
  const view = presentAgent(row, scene, below);
  item.description = view.description;
  item.iconPath = themeIcon(view.icon);
  item.contextValue = `agent.${row.lifecycle_status}`;
  item.accessibilityInformation = { label: view.accessibleLabel };
  item.command = { command: 'vscode.open', title: '', arguments: [agentUri(agentId)] };
  if (row.harness !== null) item.resourceUri = harnessUri(row.harness);
  return item;
}

export function detailItem(node: DetailNode): vscode.TreeItem {
  const { label, description, icon } = node.view;
  const item = new vscode.TreeItem(label);
  item.id = nodeId(node);
  item.description = description;
  item.iconPath = themeIcon(icon);
  item.tooltip = `${label}: ${description}`;
  item.contextValue = 'detail';
  item.accessibilityInformation = { label: `${label}, ${description}` };
  return item;
}

export function moreItem({ above, count }: MoreNode): vscode.TreeItem {
  const label = translate('{0} more…', count);
  const item = new vscode.TreeItem(label);
  const key = nodeId(above);
  item.id = nodeId({ kind: 'more', above, count });
  item.contextValue = 'more';
  const where = above.kind === 'agent' ? inert(above.agentId) : translate('this group');
  item.tooltip = translate('Show the others of {0}', where);
  item.accessibilityInformation = { label: `${label}, ${item.tooltip}` };
  item.command = { command: 'watchstander.showMoreAgents', title: '', arguments: [key] };
  return item;
}
