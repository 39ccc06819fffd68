import * as vscode from 'vscode';
import type { AgentRow } from '../../../shared/model.ts';
import type { Window } from '../connection/window.ts';
import type { Fleet } from '../fleet.ts';
import { rowOffers } from '../screen/rowOffers.ts';
import type { DrawnRows } from '../screen/drawnRows.ts';
import { lostRow } from '../screen/lostRow.ts';
import { agentItems, knowAgents } from './agentPick.ts';

export interface AgentChoiceOptions {
  readonly window: Window;
  readonly fleet: Fleet;
  /** Of the views whose rows offer commands on agents. */
  readonly drawn: readonly DrawnRows[];
}

export interface AgentOrder {
  readonly command: keyof typeof rowOffers;
  /** What the command was called with. */
  readonly target: unknown;
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
    return agentIn(order.target) ?? this.onlyOneMeant(order) ?? (await this.pick(order));
  }

  /** A press on a row that was lost meanwhile: whose it was is known where one agent alone had it. */
  private onlyOneMeant({ target, command }: AgentOrder): string | undefined {
    if (target !== lostRow) return undefined;
    const rows = this.options.drawn.flatMap((drawn) => drawn.offering(rowOffers[command]));
    const [agentId, ...others] = new Set(rows.map((row) => row.agentId));
    return others.length === 0 ? agentId : undefined;
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

/** Commands are called with a row of the tree, with an id, or with nothing. */
export function agentIn(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  const node = target as { readonly agentId?: unknown } | null | undefined;
  return typeof node?.agentId === 'string' ? node.agentId : undefined;
}
