import * as vscode from 'vscode';
import { inert } from '../../../shared/text.ts';

/** What a person wants done, in words. */
export interface Errand {
  /** Read while a sidecar is awaited. */
  readonly title: string;
  /** Read when none came. */
  readonly undone: string;
}

/** What is worth a start of the sidecar. */
export type Act = 'pause' | 'resume';

/** @param agentIds all agents, when it names none. */
export function errandFor(act: Act, agentIds: readonly string[]): Errand {
  const who = namesOf(agentIds);
  return act === 'pause'
    ? {
        title: vscode.l10n.t('Starting the sidecar, to pause {0}…', who),
        undone: vscode.l10n.t('Not paused: {0}.', who),
      }
    : {
        title: vscode.l10n.t('Starting the sidecar, to resume {0}…', who),
        undone: vscode.l10n.t('Not resumed: {0}.', who),
      };
}

/** Before anything can be asked, the agents have to be known. */
export function errandOfListing(): Errand {
  return {
    title: vscode.l10n.t('Starting the sidecar, to list the agents…'),
    undone: vscode.l10n.t('The agents are not known.'),
  };
}

function namesOf(agentIds: readonly string[]): string {
  const [only, ...others] = agentIds;
  if (only === undefined) return vscode.l10n.t('all agents');
  return others.length === 0 ? inert(only) : vscode.l10n.t('{0} agents', agentIds.length);
}
