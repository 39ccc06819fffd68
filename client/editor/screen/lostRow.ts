/**
 * What a command gets in place of its row, when VS Code had just given the row up to draw it anew:
 * the press arrives, and whose row it was does not.
 */
export const lostRow = Symbol('a row that was drawn anew while it was pressed');

/** From a row VS Code calls a command with two things: the row, if it still has it, and the selected ones. */
export function targetIn(given: readonly unknown[]): unknown {
  return given.length > 1 && given[0] === undefined ? lostRow : given[0];
}
