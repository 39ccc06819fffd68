import * as vscode from 'vscode';
import type { FreezeParams } from '../../../shared/hooks.ts';
import type { FreezeCommandId } from '../commandIds.ts';
import type { Fleet } from '../fleet.ts';
import { withSidecar } from '../connection/summon.ts';
import type { Window } from '../connection/window.ts';
import { knowAgents } from './agentPick.ts';
import { errandFor } from '../connection/errands.ts';
import { groupOf, type Group } from './presentAgent.ts';

export type FreezeCommands = Readonly<Record<FreezeCommandId, () => Promise<void>>>;

/** All agents at once: asked first, because nobody means it by mistake. */
export function createFreezeCommands(window: Window, fleet: Fleet): FreezeCommands {
  return {
    'watchstander.pauseAllAgents': async () => {
      if (!(await knowAgents({ window, fleet }))) return;
      const count = countWhere(fleet, (group) => !['paused', 'archived'].includes(group));
      const question = vscode.l10n.t('Pause all agents at work ({0})?', count);
      const detail = vscode.l10n.t('Their next tool call is blocked, their next report refused.');
      await freeze(window, 'pause', { question, detail, button: vscode.l10n.t('Pause All') });
    },
    'watchstander.resumeAllAgents': async () => {
      if (!(await knowAgents({ window, fleet }))) return;
      const count = countWhere(fleet, (group) => group === 'paused');
      const question = vscode.l10n.t('Resume all paused agents ({0})?', count);
      const detail = vscode.l10n.t('Also those that were paused one by one, whatever the reason.');
      await freeze(window, 'resume', { question, detail, button: vscode.l10n.t('Resume All') });
    },
  };
}

interface Confirmation {
  readonly question: string;
  readonly detail: string;
  readonly button: string;
}

async function freeze(
  window: Window,
  act: FreezeParams['act'],
  { question, detail, button }: Confirmation,
): Promise<void> {
  const options = { modal: true, detail };
  const answer = await vscode.window.showWarningMessage(question, options, button);
  if (answer !== button) return;
  await withSidecar(window, errandFor(act, []), () =>
    window.request('watchstander/freeze', { act }),
  );
}

function countWhere(fleet: Fleet, isMeant: (group: Group) => boolean): number {
  return [...fleet.rows.values()].filter((row) => isMeant(groupOf(row))).length;
}
