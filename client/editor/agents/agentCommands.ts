import * as vscode from 'vscode';
import type { AgentRow } from '../../../shared/model.ts';
import { countCodePoints, inert } from '../../../shared/text.ts';
import type { AgentCommandId } from '../commandIds.ts';
import { withSidecar } from '../connection/summon.ts';
import type { Window } from '../connection/window.ts';
import { agentUri } from '../documents/agentUri.ts';
import type { Fleet } from '../fleet.ts';
import { idIn } from '../screen/pressedRow.ts';
import type { AgentLayout } from './layout/agentLayout.ts';
import type { AgentChoice } from './agentChoice.ts';
import { actOnAgent } from './agentActions.ts';
import { errandFor, type Act } from '../connection/errands.ts';
import type { AgentTree } from './agentTree.ts';
import { askFilter } from './layout/filterBox.ts';

export type AgentCommands = Readonly<
  Record<AgentCommandId, (target?: unknown, selected?: unknown) => unknown>
>;

export interface AgentCommandParts {
  readonly window: Window;
  readonly fleet: Fleet;
  readonly layout: AgentLayout;
  readonly tree: AgentTree;
  readonly choice: AgentChoice;
}

/** As many characters as the sidecar keeps of a reason. */
const reasonCodePoints = 500;

export function createAgentCommands(parts: AgentCommandParts): AgentCommands {
  const { choice, layout, tree } = parts;
  return {
    'watchstander.showAgent': (target) => showAgent(choice, target),
    'watchstander.pauseAgent': (target, selected) => pauseAgents(parts, target, selected),
    'watchstander.resumeAgent': (target, selected) => resumeAgents(parts, target, selected),
    'watchstander.actOnAgent': (target) => actOnAgent(choice, target),
    'watchstander.copyAgentId': (target) => copyAgentId(choice, target),
    'watchstander.groupByHealth': () => layout.group('health'),
    'watchstander.groupByProgram': () => layout.group('harness'),
    'watchstander.groupByFolder': () => layout.group('workspace'),
    'watchstander.filterAgents': () => askFilter(layout),
    'watchstander.clearAgentFilter': () => layout.filter(''),
    'watchstander.showMoreAgents': (key) => {
      if (typeof key === 'string') tree.showMore(key);
    },
  };
}

async function showAgent(choice: AgentChoice, target: unknown): Promise<void> {
  const title = vscode.l10n.t('Show Agent');
  const agentId = await choice.of({ command: 'watchstander.showAgent', target, title });
  if (agentId === undefined) return;
  await vscode.commands.executeCommand('vscode.open', agentUri(agentId));
}

async function copyAgentId(choice: AgentChoice, target: unknown): Promise<void> {
  const title = vscode.l10n.t('Copy Agent ID');
  const agentId = await choice.of({ command: 'watchstander.copyAgentId', target, title });
  if (agentId !== undefined) await vscode.env.clipboard.writeText(agentId);
}

async function pauseAgents(
  parts: AgentCommandParts,
  target: unknown,
  selected: unknown,
): Promise<void> {
  const several = severalOf(parts.fleet, selected, canPause);
  if (several.agentIds.length > 1) return actOnSeveral(parts.window, 'pause', several);
  const title = vscode.l10n.t('Pause Agent');
  const command = 'watchstander.pauseAgent';
  const agentId = await parts.choice.of({ command, target, title, isWanted: canPause });
  if (agentId === undefined) return;
  const reason = await askReason(`${title}: ${inert(agentId)}`);
  if (reason === undefined) return;
  await actOnOne(
    parts.window,
    agentId,
    reason === '' ? { act: 'pause' } : { act: 'pause', reason },
  );
}

async function resumeAgents(
  parts: AgentCommandParts,
  target: unknown,
  selected: unknown,
): Promise<void> {
  const several = severalOf(parts.fleet, selected, canResume);
  if (several.agentIds.length > 1) return actOnSeveral(parts.window, 'resume', several);
  const title = vscode.l10n.t('Resume Agent');
  const command = 'watchstander.resumeAgent';
  const agentId = await parts.choice.of({ command, target, title, isWanted: canResume });
  if (agentId !== undefined) await actOnOne(parts.window, agentId, { act: 'resume' });
}

async function actOnOne(
  window: Window,
  agent_id: string,
  wish: { readonly act: Act; readonly reason?: string },
): Promise<void> {
  await withSidecar(window, errandFor(wish.act, [agent_id]), () =>
    window.request('watchstander/lifecycle', { agent_id, ...wish }),
  );
}

function canPause({ lifecycle_status }: AgentRow): boolean {
  return lifecycle_status === 'active';
}

function canResume({ lifecycle_status }: AgentRow): boolean {
  return lifecycle_status !== 'active';
}

interface Selection {
  readonly agentIds: readonly string[];
  /** Of a row that VS Code had given up to draw it anew, nobody knows whose it was. */
  readonly lostRows: number;
}

/** With several rows selected, a command of one is meant for those of them that it can be done to. */
function severalOf(
  fleet: Fleet,
  selected: unknown,
  isMeant: (row: AgentRow) => boolean,
): Selection {
  if (!Array.isArray(selected)) return { agentIds: [], lostRows: 0 };
  const ids = new Set(selected.map((row) => idIn(row, 'agentId')));
  const agentIds = [...ids]
    .filter((id) => id !== undefined)
    .filter((id) => {
      const row = fleet.row(id);
      return row !== undefined && isMeant(row);
    });
  return { agentIds, lostRows: selected.filter((row) => row === undefined).length };
}

/** So many are named in a question. */
const mostNamed = 10;

/** One question for all; then each by itself, so that one refusal does not stop the others. */
async function actOnSeveral(window: Window, act: Act, selection: Selection): Promise<void> {
  const { agentIds } = selection;
  const count = agentIds.length;
  const question =
    act === 'pause'
      ? vscode.l10n.t('Pause {0} agents?', count)
      : vscode.l10n.t('Resume {0} agents?', count);
  const button = act === 'pause' ? vscode.l10n.t('Pause Agents') : vscode.l10n.t('Resume Agents');
  const options = { modal: true, detail: namesOf(selection) };
  const answer = await vscode.window.showWarningMessage(question, options, button);
  if (answer !== button) return;
  await withSidecar(window, errandFor(act, agentIds), async () => {
    const done = await Promise.allSettled(
      agentIds.map((agent_id) => window.request('watchstander/lifecycle', { agent_id, act })),
    );
    const refused = done.find((one) => one.status === 'rejected');
    if (refused !== undefined) throw refused.reason;
  });
}

function namesOf({ agentIds, lostRows }: Selection): string {
  const named = agentIds.slice(0, mostNamed).map((id) => inert(id));
  const others = agentIds.length - named.length;
  if (others > 0) named.push(vscode.l10n.t('{0} more', others));
  if (lostRows > 0) named.push(vscode.l10n.t('Left out, as it changed just now: {0}', lostRows));
  return named.join('\n');
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
