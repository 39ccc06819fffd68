import type * as vscode from 'vscode';
import type { AgentRow } from '../../../shared/model.ts';
import type { Fleet } from '../fleet.ts';
import { translate } from '../screen/words.ts';
import { plainLabel } from '../screen/plain.ts';
import { withSidecar } from '../connection/summon.ts';
import type { Window } from '../connection/window.ts';
import { errandOfListing } from '../connection/errands.ts';
import { groupIcon, groupOf, groups, groupTitle } from './presentAgent.ts';
import { themeIcon } from '../screen/themeIcon.ts';

export interface Known {
  readonly window: Window;
  readonly fleet: Fleet;
}

/** Whether anything is known of the agents by now; not when a person did not want to wait for it. */
export async function knowAgents({ window, fleet }: Known): Promise<boolean> {
  if (fleet.freshness !== 'none') return true;
  const listed = await withSidecar(window, errandOfListing(), () => listingOf(fleet));
  return listed !== undefined;
}

function listingOf(fleet: Fleet): Promise<'listed'> {
  return new Promise((resolve) => {
    if (fleet.freshness !== 'none') resolve('listed');
    const listening = fleet.onChanged(() => {
      if (fleet.freshness === 'none') return;
      listening.dispose();
      resolve('listed');
    });
  });
}

export interface AgentPickItem extends vscode.QuickPickItem {
  readonly agentId: string;
}

/** The worst ones first. */
export function agentItems(rows: readonly AgentRow[]): AgentPickItem[] {
  return rows
    .map((row) => ({ row, group: groupOf(row) }))
    .sort((one, other) => groups.indexOf(one.group) - groups.indexOf(other.group))
    .map(({ row, group }) => ({
      agentId: row.agent_id,
      label: plainLabel(row.agent_id),
      description: groupTitle(group, translate),
      iconPath: themeIcon(groupIcon(group)),
    }));
}
