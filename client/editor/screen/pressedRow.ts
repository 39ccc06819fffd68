import type { DrawnRows } from './drawnRows.ts';
import { rowOffers } from './rowOffers.ts';

/**
 * What a command gets in place of its row, when VS Code had just given the row up to draw it anew:
 * the press arrives, and whose row it was does not.
 */
export const lostRow = Symbol('a row that was drawn anew while it was pressed');

/** A command that rows offer, and what it was called with: a row, an id, nothing, or a lost row. */
export interface RowCall {
  readonly command: keyof typeof rowOffers;
  readonly target: unknown;
}

type IdName = 'agentId' | 'alertId';

/** From a row VS Code calls a command with two things: the row, if it still has it, and the selected ones. */
export function targetIn(given: readonly unknown[]): unknown {
  return given.length > 1 && given[0] === undefined ? lostRow : given[0];
}

/** Of a row of a tree; others call with the id itself. */
export function idIn(target: unknown, name: IdName): string | undefined {
  if (typeof target === 'string') return target;
  const row = target as Partial<Record<IdName, unknown>> | null | undefined;
  const id = row?.[name];
  return typeof id === 'string' ? id : undefined;
}

/** Of a lost row too, where one alone of these views can have offered the command. */
export function idMeant(
  { command, target }: RowCall,
  name: IdName,
  views: readonly DrawnRows[],
): string | undefined {
  if (target !== lostRow) return idIn(target, name);
  const rows = views.flatMap((drawn) => drawn.offering(rowOffers[command]));
  const [id, ...others] = new Set(rows.map((row) => row[name]));
  return others.length === 0 ? id : undefined;
}
