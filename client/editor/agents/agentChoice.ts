import * as vscode from 'vscode';
import type { AgentRow } from '../../../shared/model.ts';
import type { Window } from '../connection/window.ts';
import type { Fleet } from '../fleet.ts';
import type { DrawnRows } from '../screen/drawnRows.ts';
import { idMeant, lostRow, type RowCall } from '../screen/pressedRow.ts';
import { agentItems, knowAgents } from './agentPick.ts';

export interface AgentChoiceOptions {
  readonly window: Window;
  readonly fleet: Fleet;
  /** Of the views whose rows offer commands on agents. */
  readonly drawn: readonly DrawnRows[];
}

export interface AgentOrder extends RowCall {
  readonly title: string;
  /** For which agents it changes anything; for all, when it is left out. */
  readonly isWanted?: (row: AgentRow) => boolean;
}

/** For which agent a command is: the one of its row or its caller, else the one a person picks. */
export class AgentChoice {
  private readonly options: AgentChoiceOptions;

  constructor(options: AgentChoiceOptions) {
    this.options = options;
  }

  /** Undefined when the user changed their mind. */
  async of(order: AgentOrder): Promise<string | undefined> {
    return idMeant(order, 'agentId', this.options.drawn) ?? (await this.pick(order));
  }

  /** Where no sidecar has said yet which agents there are, it is asked first. */
  private async pick(order: AgentOrder): Promise<string | undefined> {
    const { title, isWanted = () => true } = order;
    if (!(await knowAgents(this.options))) return undefined;
    const items = agentItems([...this.options.fleet.rows.values()].filter(isWanted));
    const placeHolder = items.length === 0 ? noAgent() : whichAgent(order.target);
    return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.agentId;
  }
}

function noAgent(): string {
  return vscode.l10n.t('No agent for which this can be done.');
}

function whichAgent(target: unknown): string {
  return target === lostRow
    ? vscode.l10n.t('The row changed while it was pressed: which agent?')
    : vscode.l10n.t('Agent');
}
